package io.auscult.export;

import java.io.IOException;

/** An output cannot be written: disk full, no permission, reader gone. The message names the output; the command ends with exit code 5. */
public final class OutputException extends IOException {
    private static final long serialVersionUID = 1L;

    public OutputException(String output, IOException cause) {
        super(output + ": " + reason(cause), cause);
    }

    /** In words; the message of a file system's exception is often no more than a path. */
    public static String reason(IOException cause) {
        if (cause instanceof java.nio.file.FileSystemException e && e.getReason() == null) {
            return switch (e) {
                case java.nio.file.AccessDeniedException denied -> "Permission denied";
                case java.nio.file.NoSuchFileException missing -> "No such file or directory";
                case java.nio.file.FileAlreadyExistsException file -> "A file is in the way of a directory";
                default -> e.getClass().getSimpleName();
            };
        }
        if (cause instanceof java.nio.file.FileSystemException e) {
            return e.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
