package io.auscult.core.protocol.ftp;

import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/** Commands that wait for their reply, in order. Part of a parser, reused; at most {@link #MAX} of them and the greeting. */
final class FtpPending {
    static final int MAX = 20; // as Zeek

    /** What the server's greeting answers; Zeek's word. */
    static final String INIT = "<init>";

    private static final int MAX_NAMED = 128; // bytes of a reply in which a command or its argument is looked for
    private static final int ANY_COMMAND = 500; // syntax error

    private final FtpCommand[] commands = new FtpCommand[MAX + 1]; // those behind the last are spare
    private int size;

    int size() {
        return size;
    }

    boolean isFull() {
        return size == MAX;
    }

    FtpCommand at(int place) {
        return commands[place];
    }

    FtpCommand add(long nowNs) {
        if (commands[size] == null) {
            commands[size] = new FtpCommand();
        }
        FtpCommand added = commands[size++];
        added.begin(nowNs);
        return added;
    }

    /** @return whether it was pending */
    boolean remove(FtpCommand command) {
        for (int i = 0; i < size; i++) {
            if (commands[i] == command) {
                size--;
                System.arraycopy(commands, i + 1, commands, i, size - i);
                commands[size] = command;
                return true;
            }
        }
        return false;
    }

    void clear() {
        size = 0;
    }

    /** The command that a reply fits best by its code, then by what its text names; of equals the oldest. */
    @Nullable
    FtpCommand bestFit(int code, TextSlot text) {
        FtpCommand best = null;
        int bestScore = -1;
        for (int i = 0; i < size; i++) {
            FtpCommand command = commands[i];
            int score = code == ANY_COMMAND || answers(command, code) ? 100 : 0;
            score += names(text, command.name) ? 20 : 0;
            score += names(text, command.argument) ? 10 : 0;
            if (score > bestScore) {
                best = command;
                bestScore = score;
            }
        }
        return best;
    }

    private static boolean answers(FtpCommand command, int code) {
        if (command.is(INIT)) {
            return code == 220 || code == 120 || code == 421 || code == 0;
        }
        return FtpCodes.answers(command.name, code);
    }

    private boolean names(TextSlot reply, TextSlot part) {
        if (size == 1 || part.length() > MAX_NAMED) {
            return false; // nothing to choose, or not worth the time
        }
        byte[] text = reply.bytes();
        byte[] wanted = part.bytes();
        int last = Math.min(reply.length(), MAX_NAMED) - part.length();
        for (int at = 0; at <= last; at++) {
            int i = 0;
            while (i < part.length() && text[at + i] == wanted[i]) {
                i++;
            }
            if (i == part.length()) {
                return true;
            }
        }
        return false;
    }

    /** Bytes kept of their arguments. */
    int kept() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            kept += commands[i].argument.length();
        }
        return kept;
    }
}
