/**
 * Alerts and events to the outside. Knows no packet and no attack.
 */
package io.auscult.export;
