import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutContext } from './context-paths.ts';

function rewritten(text: string): string {
  const [path = '', query = ''] = text.split('?');
  const result = withoutContext({ path, query });
  return decodeURIComponent(`${result.path}${result.query === '' ? '' : `?${result.query}`}`);
}

test('a context in the path is written into subjects, prefixes and scopes', () => {
  const cases: Readonly<Record<string, string>> = {
    '/contexts/.ctx/subjects/s/versions/1': '/subjects/:.ctx:s/versions/1',
    '/contexts/:.ctx:/subjects/s': '/subjects/:.ctx:s',
    '/contexts/ctx/subjects/a%2Fb': '/subjects/:.ctx:a/b',
    '/contexts/.ctx/subjects/:.other:s': '/subjects/:.other:s',
    '/contexts/.ctx/subjects/subjects/versions': '/subjects/:.ctx:subjects/versions',
    '/contexts/.ctx/compatibility/subjects/s/versions/latest?verbose=true':
      '/compatibility/subjects/:.ctx:s/versions/latest?verbose=true',
    '/contexts/.ctx/subjects': '/subjects?subjectPrefix=:.ctx:',
    '/contexts/.ctx/subjects?deleted=true&subjectPrefix=a': '/subjects?deleted=true&subjectPrefix=:.ctx:a',
    '/contexts/.ctx/subjects?subjectPrefix=:*:a': '/subjects?subjectPrefix=:*:a',
    '/contexts/.ctx/schemas': '/schemas?subjectPrefix=:.ctx:',
    '/contexts/.ctx/schemas/ids/1': '/schemas/ids/1?subject=:.ctx:',
    '/contexts/.ctx/schemas/ids/1/versions?subject=s': '/schemas/ids/1/versions?subject=:.ctx:s',
    '/contexts/.ctx/schemas/types': '/schemas/types',
    '/contexts/.ctx/config': '/config/:.ctx:',
    '/contexts/.ctx/config/s?defaultToGlobal=true': '/config/:.ctx:s?defaultToGlobal=true',
    '/contexts/.ctx/mode': '/mode/:.ctx:',
    '/contexts/.ctx/dek-registry/v1/keks/k/deks/d': '/dek-registry/v1/keks/k/deks/:.ctx:d',
    '/contexts/./subjects/s': '/subjects/s',
    '/contexts/./config': '/config',
    '/contexts/./subjects': '/subjects?subjectPrefix=:.:',
  };
  for (const [path, expected] of Object.entries(cases)) assert.equal(rewritten(path), expected, path);
});

test('other paths stay as they are, to the byte', () => {
  for (const path of [
    '/',
    '/contexts',
    '/contexts/',
    '/contexts/.ctx',
    '/subjects/contexts/versions',
    '/contextsx/.a/b',
  ]) {
    const target = { path, query: 'a=%20b+c' };
    assert.equal(withoutContext(target), target);
  }
});
