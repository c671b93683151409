/**
 * Does: reads, checks, explains and prints the settings. In: one YAML file, environment variables. Out: an immutable
 * {@link io.auscult.app.config.Configuration}. Thread: the main thread, before anything else runs. Limits: files of at most
 * {@link io.auscult.app.config.ConfigurationReader#MAX_LENGTH} characters; {@link io.auscult.app.config.Keys} is the one list of
 * what can be set.
 */
@org.jspecify.annotations.NullMarked
package io.auscult.app.config;
