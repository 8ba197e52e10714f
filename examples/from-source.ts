/** For tests: what examples import as `samsa/…` comes from these sources, without a build. To be loaded before they are. */
import { registerHooks } from 'node:module';

registerHooks({ resolve: (specifier, context, next) => next(specifier.replace(/^samsa\//, '#'), context) });
