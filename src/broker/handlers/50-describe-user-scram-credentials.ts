/** DescribeUserScramCredentials (key 50), version 0 (KIP-554): mechanisms and iterations, never what a password could be tried with. */
import type { MetadataImage } from '#metadata';
import {
  describeUserScramCredentialsRequest,
  describeUserScramCredentialsResponse,
  Errors,
  newDescribeUserScramCredentialsResponse,
  newDescribeUserScramCredentialsResponseResult,
  type DescribeUserScramCredentialsRequest,
  type DescribeUserScramCredentialsResponse,
  type DescribeUserScramCredentialsResponseResult,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse> = {
  request: describeUserScramCredentialsRequest,
  response: describeUserScramCredentialsResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle({ users }, context) {
    if (!isClusterAuthorized(context, AclOperation.DESCRIBE)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      const refused = (users ?? []).map(({ name }) =>
        newDescribeUserScramCredentialsResponseResult({ user: name, errorCode, errorMessage }),
      );
      return newDescribeUserScramCredentialsResponse({ errorCode, errorMessage, results: refused });
    }
    const { metadata } = context.broker;
    await metadata.whenSettled();
    // Nobody in particular means everybody.
    const asked = users === null || users.length === 0 ? [...metadata.image.scramUsers().keys()] : null;
    const names = asked ?? (users ?? []).map(({ name }) => name);
    const times = new Map<string, number>();
    for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
    return newDescribeUserScramCredentialsResponse({
      results: [...times].map(([user, count]) => (count > 1 ? askedTwice(user) : describe(user, metadata.image))),
    });
  },
};

function askedTwice(user: string): DescribeUserScramCredentialsResponseResult {
  const errorMessage = `Cannot describe SCRAM credentials for the same user twice in a single request: ${user}`;
  return newDescribeUserScramCredentialsResponseResult({
    user,
    errorCode: Errors.DUPLICATE_RESOURCE.code,
    errorMessage,
  });
}

function describe(user: string, image: MetadataImage): DescribeUserScramCredentialsResponseResult {
  const credentials = image.scramUsers().get(user);
  if (credentials === undefined) {
    const errorMessage = `Attempt to describe a user credential that does not exist: ${user}`;
    return newDescribeUserScramCredentialsResponseResult({
      user,
      errorCode: Errors.RESOURCE_NOT_FOUND.code,
      errorMessage,
    });
  }
  const credentialInfos = [...credentials].map(([mechanism, { iterations }]) => ({ mechanism, iterations }));
  return newDescribeUserScramCredentialsResponseResult({ user, credentialInfos });
}
