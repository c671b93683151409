package io.auscult.core.protocol.ftp;

import io.auscult.core.protocol.TextSlot;

/** A command that waits for its reply. Reused by its parser. */
final class FtpCommand {
    static final int MAX_NAME = 40; // bytes; longer words are no commands
    static final int MAX_ARGUMENT = 4096;

    private static final int MAX_SPARE = 256; // bytes of memory that stay with an idle command

    final TextSlot name = new TextSlot(MAX_NAME);
    final TextSlot argument = new TextSlot(MAX_ARGUMENT);
    long sentNs;
    /** It has changed the working directory already. */
    boolean moved;

    void begin(long nowNs) {
        name.clear();
        argument.clear();
        argument.trim(MAX_SPARE);
        sentNs = nowNs;
        moved = false;
    }

    boolean is(String command) {
        return name.textEquals(command);
    }
}
