package io.auscult.core.protocol.dicom;

import io.auscult.core.protocol.TextSlot;

/** How far one direction has been read, and the message that is being put together from its fragments. Reused, on the flow's lane. */
final class PduSide {
    /** What comes next. */
    enum State {
        HEADER,
        ASSOCIATE,
        ITEM,
        SHORT,
        VALUE,
        FRAGMENT,
        SKIP,
        LOST
    }

    static final int KEPT_COMMAND = 1 << 10; // bytes that stay with an idle parser

    State state = State.HEADER;
    int type;

    /** Bytes of the unit not yet read. */
    long unitLeft;

    /** Bytes of the value not yet read. */
    long valueLeft;

    int context;
    int control;

    /** Bytes that the last call could not read yet; a gap takes them along. */
    int waiting;

    /** Bytes were missing, or the beginning: what is read may be no unit at all. */
    boolean doubtful;

    final TextSlot command = new TextSlot(DicomParser.MAX_COMMAND);

    /** The command being put together cannot be read. */
    boolean broken;

    /** Whose data set comes in this direction; null for none. */
    Operation dataOf;

    boolean answerEnds;
    private int dataSerial;

    /** The data set that follows belongs to this operation. @param ends whether its end is the operation's */
    void data(Operation operation, boolean ends) {
        dataOf = operation;
        dataSerial = operation.serial;
        answerEnds = ends;
    }

    boolean hasData() {
        return dataOf != null && dataOf.open && dataOf.serial == dataSerial;
    }

    void clearCommand() {
        command.clear();
        command.trim(KEPT_COMMAND);
        broken = false;
    }

    void reset() {
        state = State.HEADER;
        waiting = 0;
        doubtful = false;
        dataOf = null;
        answerEnds = false;
        clearCommand();
    }
}
