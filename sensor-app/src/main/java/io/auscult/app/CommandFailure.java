package io.auscult.app;

import io.auscult.export.OutputException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** A command cannot go on, and the operator can do something about it: printed without a stack trace, one line each. */
final class CommandFailure extends RuntimeException {
    private final int exitCode;

    CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** With its own words. */
    CommandFailure(int exitCode, Exception cause) {
        this(exitCode, told(cause), cause);
    }

    private static String told(Exception cause) {
        return cause instanceof FileSystemException e && e.getReason() == null && e.getFile() != null
                ? e.getFile() + ": " + OutputException.reason(e)
                : String.valueOf(cause.getMessage());
    }

    int exitCode() {
        return exitCode;
    }
}
