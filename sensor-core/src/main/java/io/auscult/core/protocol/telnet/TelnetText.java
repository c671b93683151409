package io.auscult.core.protocol.telnet;

/** Tells text from commands in one direction, RFC 854: IAC sequences and subnegotiations are passed over. Part of a parser. */
final class TelnetText {
    static final int IAC = 255;
    static final int SB = 250;
    static final int WILL = 251;

    private static final int SE = 240;

    private enum State {
        TEXT,
        COMMAND,
        OPTION,
        PARAMETERS,
        PARAMETERS_COMMAND
    }

    private State state = State.TEXT;

    /** Whether this byte is text; an escaped 255 is not. */
    boolean isText(int c) {
        switch (state) {
            case TEXT -> {
                if (c != IAC) {
                    return true;
                }
                state = State.COMMAND;
            }
            case COMMAND -> state = c == SB ? State.PARAMETERS : c >= WILL && c < IAC ? State.OPTION : State.TEXT;
            case OPTION -> state = State.TEXT;
            case PARAMETERS -> state = c == IAC ? State.PARAMETERS_COMMAND : State.PARAMETERS;
            case PARAMETERS_COMMAND -> state = c == SE ? State.TEXT : State.PARAMETERS;
        }
        return false;
    }

    void reset() {
        state = State.TEXT;
    }
}
