package io.auscult.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGINT and SIGTERM ask for an orderly end: the source is stopped, what was taken is still looked at and written, and the exit
 * code is the command's own. The JVM answers both signals by running this as its shutdown hook, which waits for the main
 * thread, {@link #LIMIT_S} seconds at most.
 */
final class OrderlyStop {
    static final int LIMIT_S = 25;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean isAsked;
    private volatile int exitCode = ExitCode.INTERRUPTED;

    /** @param stop makes the main thread end soon; returns at once */
    void onSignal(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop), "stop"));
    }

    private void end(Runnable stop) {
        if (finished.getCount() == 0) {
            return; // nobody asked: the command is through
        }
        isAsked = true;
        stop.run();
        try {
            finished.await(LIMIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(exitCode);
    }

    /** The main thread is through and calls nothing but exit. */
    void finished(int code) {
        exitCode = code;
        finished.countDown();
    }

    /** Whether a signal came. */
    boolean isAsked() {
        return isAsked;
    }
}
