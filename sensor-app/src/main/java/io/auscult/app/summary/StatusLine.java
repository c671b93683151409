package io.auscult.app.summary;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * A line on a terminal that is written over and over while work goes on, by a thread of its own. Nothing is written before the
 * delay, so that short runs stay quiet; {@link #close} wipes it.
 */
public final class StatusLine implements AutoCloseable {
    private static final String WIPE = "\r\u001b[K";

    private final PrintStream out;
    private final Supplier<String> text;
    private final Thread thread;
    private boolean isShown; // guarded by this

    public StatusLine(PrintStream out, long delayMs, long everyMs, Supplier<String> text) {
        this.out = out;
        this.text = text;
        this.thread = Thread.ofPlatform().daemon().name("status-line").start(() -> write(delayMs, everyMs));
    }

    private void write(long delayMs, long everyMs) {
        try {
            Thread.sleep(delayMs);
            while (true) {
                synchronized (this) {
                    String line = text.get();
                    out.print(WIPE + (line.length() < Terminal.WIDTH ? line : line.substring(0, Terminal.WIDTH - 1)));
                    out.flush();
                    isShown = true;
                }
                Thread.sleep(everyMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        synchronized (this) {
            if (isShown) {
                out.print(WIPE);
                out.flush();
                isShown = false;
            }
        }
    }
}
