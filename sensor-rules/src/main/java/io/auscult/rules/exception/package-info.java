/**
 * Does: holds back alerts that a person said are to be expected, by a host's role or by an exception of the configuration, and keeps a list of them. In: drafts of
 * alerts from detectors, {@link io.auscult.rules.exception.Exemption}s, roles. Out: all other alerts to the next sink, {@link io.auscult.rules.exception.HeldBack} lines. Thread: the
 * detect thread; the list may be read by any. Limits: {@link io.auscult.rules.exception.Exceptions#MOST} lines; beyond that only counted.
 */
package io.auscult.rules.exception;
