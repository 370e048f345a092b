// Builds the CommonJS module that controls a simulator, for test suites in CommonJS (Jest, by default). tsc has built the rest
// and the types.
import esbuild from 'rollup-plugin-esbuild';
import { commonJsTypes } from '../../common-js-types.mjs';

export default {
  input: 'demo/simulator/common-js.ts',
  // The simulator consists of ES modules, which are loaded when it starts.
  external: [/\.\/index\.ts$/],
  output: { file: 'dist/simulator/index.cjs', format: 'cjs', paths: () => './index.js' },
  plugins: [
    esbuild({ tsconfig: 'demo/simulator/tsconfig.json', target: 'es2022' }),
    commonJsTypes('dist/simulator/index.d.ts'),
  ],
};
