package io.auscult.export;

import java.io.IOException;

/** The receiver refuses what it was given, and would refuse it again: not its state but this content is the trouble. */
public final class RejectedException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param reason what the receiver said, one line without secrets */
    public RejectedException(String reason) {
        super(reason);
    }
}
