package io.auscult.core.alert;

import org.jspecify.annotations.Nullable;

/** Bytes in the journal that are no alert, or one of a later release that changed the form. */
final class CorruptAlertException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptAlertException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
