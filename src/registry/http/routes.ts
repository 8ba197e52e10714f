/** From a method and a path to an operation, by Hono's router: one regular expression a method, however many routes. */
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { methodNotAllowed, notFound } from './errors.ts';
import type { HttpMethod, Operation } from './operation.ts';

const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'DELETE'];

export interface Route {
  readonly operation: Operation;
  /** Still encoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

export class Routes {
  readonly #router = new RegExpRouter<Operation>();

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      this.#router.add(operation.method, operation.path.replaceAll(/\{(\w+)\}/g, ':$1'), operation);
    }
  }

  /** Throws 404 and 405. HEAD is GET without a body. */
  find(method: string, path: string): Route {
    const found = this.#match(method === 'HEAD' ? 'GET' : method, path);
    if (found !== null) return found;
    const allowed = this.allowed(path);
    throw allowed.length === 0 ? notFound() : methodNotAllowed(allowed);
  }

  /** The methods that the path takes; none where there is no such path. */
  allowed(path: string): string[] {
    const methods = METHODS.filter((method) => this.#match(method, path) !== null);
    if (methods.length === 0) return [];
    return [...(methods.includes('GET') ? ['HEAD'] : []), ...methods, 'OPTIONS'];
  }

  #match(method: string, path: string): Route | null {
    const [found, stash] = this.#router.match(method, path);
    const first = found[0];
    if (first === undefined) return null;
    const [operation, indexes] = first;
    const parameters: Record<string, string> = {};
    for (const [name, index] of Object.entries(indexes)) {
      parameters[name] = typeof index === 'number' ? (stash?.[index] ?? '') : index;
    }
    return { operation, parameters };
  }
}
