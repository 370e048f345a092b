export default { buildDirectory: 'dist' };
