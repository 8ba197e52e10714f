/** Which authorizer a broker has: none, or Kafka's standard one over the ACLs of the metadata. */
import type { MetadataImage } from '#metadata';
import type { BrokerConfig } from '../config/index.ts';
import { StandardAuthorizer } from './standard-authorizer.ts';
export { StandardAuthorizer } from './standard-authorizer.ts';

/** Null where `authorizer.class.name` names none: everybody may do everything. */
export function authorizerOf({ values }: BrokerConfig, image: MetadataImage): StandardAuthorizer | null {
  if (values.authorizerClassName === '') return null;
  const authorizer = new StandardAuthorizer({
    superUsers: superUsers(values.superUsers),
    allowEveryoneIfNoAclFound: values.allowEveryoneIfNoAclFound,
  });
  for (const acl of image.acls.values()) authorizer.add(acl);
  return authorizer;
}

/** `User:alice;User:bob`: principals hold commas, hence semicolons. */
function superUsers(text: string): string[] {
  return text
    .split(';')
    .map((user) => user.trim())
    .filter((user) => user !== '');
}
