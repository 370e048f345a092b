// What a test suite in CommonJS (Jest, by default) needs to steer a simulator. tsc has built the rest, and the types.
import esbuild from 'rollup-plugin-esbuild';
import { commonJsTypes } from '../../common-js-types.mjs';

export default {
  input: 'demo/simulator/common-js.ts',
  // The simulator itself is made of ES modules, and is loaded when it is started.
  external: [/\.\/index\.ts$/],
  output: { file: 'dist/simulator/index.cjs', format: 'cjs', paths: () => './index.js' },
  plugins: [
    esbuild({ tsconfig: 'demo/simulator/tsconfig.json', target: 'es2022' }),
    commonJsTypes('dist/simulator/index.d.ts'),
  ],
};
