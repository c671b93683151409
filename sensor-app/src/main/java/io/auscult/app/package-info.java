/**
 * Command line, configuration and wiring: the one place that knows every other package.
 */
package io.auscult.app;
