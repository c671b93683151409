package io.auscult.app;

/** What the process tells its caller. */
final class ExitCode {
    static final int FINISHED = 0;
    /** Findings at or above {@code --fail-on}; only when asked. */
    static final int FINDINGS = 1;
    /** Wrong usage or configuration. */
    static final int USAGE = 2;
    /** The input cannot be read. */
    static final int INPUT = 3;
    /** The input ends in the middle of a packet or is damaged; results up to there are written. */
    static final int DAMAGED = 4;
    /** An output could not be written. */
    static final int OUTPUT = 5;
    /** A defect of the sensor (EX_SOFTWARE of sysexits.h). */
    static final int DEFECT = 70;
    /** A replay that was interrupted, as shells say it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
