/** Path and query of a request, looked over and with `/contexts/{context}/…` written into the subjects. */
import { withoutContext, type RequestTarget } from '../state/context-paths.ts';
import { badRequest } from './errors.ts';

export type Target = RequestTarget;

/** Throws 400 where the target cannot be decoded. */
export function readTarget(target: string): Target {
  const mark = target.indexOf('?');
  const query = mark === -1 ? '' : target.slice(mark + 1);
  const path = withoutSlashes(mark === -1 ? target : target.slice(0, mark));
  if (path.includes('%')) {
    try {
      decodeURIComponent(path);
    } catch {
      throw badRequest('The path has an escape that is none');
    }
  }
  return path.startsWith('/contexts/') ? withoutContext({ path, query }) : { path, query };
}

/** As Jersey does, one slash for several, and none at the end. */
function withoutSlashes(path: string): string {
  const single = path.includes('//') ? path.replaceAll(/\/{2,}/g, '/') : path;
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}
