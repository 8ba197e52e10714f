/**
 * `node --import samsa/kafkajs/register app.js`: from then on whoever imports or requires `kafkajs` gets this façade,
 * in the application and in what it depends on (NestJS, for one), whether or not kafkajs is installed.
 */
import { registerHooks } from 'node:module';

const facade = import.meta.resolve('#kafkajs');

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    return specifier === 'kafkajs' ? { url: facade, shortCircuit: true } : nextResolve(specifier, context);
  },
});
