package io.auscult.export.share;

/** Something of the inside would have left: a defect of the sensor, caught in time. The message names the kind of thing and never the thing. */
final class LeakException extends Exception {
    private static final long serialVersionUID = 1;

    LeakException(String what) {
        super("would tell of the inside: " + what);
    }
}
