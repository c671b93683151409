package io.auscult.app;

import org.jspecify.annotations.Nullable;

/** A command cannot go on, and the operator can do something about it: printed without a stack trace, one line each. */
final class CommandFailure extends RuntimeException {
    private final int exitCode;

    CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
