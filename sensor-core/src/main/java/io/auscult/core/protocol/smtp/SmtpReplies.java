package io.auscult.core.protocol.smtp;

import java.util.Arrays;

/**
 * Which commands wait for their reply, in order (RFC 2920 lets many be sent together). Equal ones in a row take one place; beyond {@link #MAX_RUNS}
 * places the newest are forgotten. After a loss the reply's code tells where things stand. Part of a parser.
 */
final class SmtpReplies {
    static final int MAX_RUNS = 32;

    private final SmtpCommand[] commands = new SmtpCommand[MAX_RUNS];
    private final int[] counts = new int[MAX_RUNS];
    private int runs;

    void clear() {
        runs = 0;
    }

    void add(SmtpCommand command) {
        if (runs > 0 && commands[runs - 1] == command) {
            counts[runs - 1]++;
        } else if (runs < MAX_RUNS) {
            commands[runs] = command;
            counts[runs++] = 1;
        }
    }

    /** The command that a reply with this code answers; unknown when none waits. */
    SmtpCommand take(int code) {
        SmtpCommand only = switch (code) {
            case 354 -> SmtpCommand.DATA;
            case 221 -> SmtpCommand.QUIT;
            default -> null;
        };
        if (only != null && isWaiting(only)) {
            while (commands[0] != only) {
                drop(counts[0]);
            }
        } else if (runs > 1 && commands[0] == SmtpCommand.GREETING && code != 220 && code != 554 && code != 421) {
            drop(1); // the capture began behind the greeting
        }
        if (runs == 0) {
            return SmtpCommand.UNKNOWN;
        }
        SmtpCommand taken = commands[0];
        drop(1);
        return taken;
    }

    private boolean isWaiting(SmtpCommand command) {
        for (int i = 0; i < runs; i++) {
            if (commands[i] == command) {
                return true;
            }
        }
        return false;
    }

    private void drop(int count) {
        counts[0] -= count;
        if (counts[0] <= 0) {
            runs--;
            System.arraycopy(commands, 1, commands, 0, runs);
            System.arraycopy(counts, 1, counts, 0, runs);
            Arrays.fill(commands, runs, runs + 1, null);
        }
    }
}
