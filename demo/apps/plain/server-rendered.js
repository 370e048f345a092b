/** The script of the page that came as it is from the server. */
import { showStatus } from './status.js';

showStatus(document);
