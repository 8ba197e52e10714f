/** The reference page of the protocol's errors. */
import { errorTable } from '#protocol';

export function errorsPage(): string {
  const rows = errorTable.map(
    ({ code, name, retriable, message }) => `| ${code} | ${name} | ${retriable ? 'yes' : 'no'} | ${message} |`,
  );
  return `# Errors

The errors of the protocol by code. A retriable one may go away by itself: clients send the same request again.

| code | name | retriable | meaning |
| ---: | --- | --- | --- |
${rows.join('\n')}
`;
}
