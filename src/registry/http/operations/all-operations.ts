/** All operations of the API, and with them the document that describes them. */
import type { Operation } from '../operation.ts';
import { openApiDocument } from '../openapi/document.ts';
import type { RegistryHttpSettings } from '../registry-http.ts';
import { associationOperations } from './associations.ts';
import { compatibilityOperations } from './compatibility.ts';
import { configOperations } from './config.ts';
import { contextOperations } from './contexts.ts';
import { explainOperations } from './explain.ts';
import { metadataOperations } from './metadata.ts';
import { modeOperations } from './mode.ts';
import { rootOperations } from './root.ts';
import { schemaOperations } from './schemas.ts';
import { serviceOperations } from './service.ts';
import { subjectOperations } from './subjects.ts';
import { subjectVersionOperations } from './subject-versions.ts';

export function allOperations(settings: RegistryHttpSettings, metrics: () => string): readonly Operation[] {
  let document: string | null = null;
  const operations: readonly Operation[] = [
    ...rootOperations,
    ...subjectOperations,
    ...subjectVersionOperations,
    ...schemaOperations,
    ...compatibilityOperations,
    ...configOperations,
    ...modeOperations,
    ...contextOperations,
    ...metadataOperations(settings),
    ...associationOperations,
    ...explainOperations(settings.topicGroups),
    ...serviceOperations({
      metrics,
      document: () => (document ??= JSON.stringify(openApiDocument(operations, settings.version))),
    }),
  ];
  return operations;
}
