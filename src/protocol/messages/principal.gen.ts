// generated from principal.schema by tools/codegen: change that and run `npm run generate`

export interface DefaultPrincipalData {
  type: string;
  name: string;
  tokenAuthenticated: boolean;
}
