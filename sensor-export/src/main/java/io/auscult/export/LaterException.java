package io.auscult.export;

import java.io.IOException;
import java.time.Duration;

/** The receiver is too busy now and said when to come back. */
public final class LaterException extends IOException {
    private static final long serialVersionUID = 1;

    private final Duration wait;

    public LaterException(String reason, Duration wait) {
        super(reason);
        this.wait = wait;
    }

    /** How long it wants to be left alone; as it said, so possibly absurd. */
    public Duration delay() {
        return wait;
    }
}
