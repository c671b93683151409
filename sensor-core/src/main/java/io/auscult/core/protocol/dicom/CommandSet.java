package io.auscult.core.protocol.dicom;

import io.auscult.core.protocol.TextSlot;

/**
 * A DIMSE command set, PS3.7 section 6.3 and annex E: elements in implicit VR little endian, of which those are taken that say who asks whom
 * for what and how it went. Free text (the error comment) and instance identifiers are passed over. Reused, on the flow's lane.
 */
final class CommandSet {
    static final int ANSWER = 0x8000;
    static final int C_FIND = 0x0020;
    static final int C_CANCEL = 0x0FFF;

    static final int ABSENT = -1;

    private static final int ELEMENT_HEADER = 8;
    private static final int NO_DATA_SET = 0x0101;

    int command;
    int messageId;
    int answeredId;
    int status;
    int remaining;
    int completed;
    int failed;
    int warning;
    int actionType;
    int eventType;
    int sopClass;
    boolean hasDataSet;
    final TextSlot destination = new TextSlot(AeTitle.LENGTH);
    final TextSlot originator = new TextSlot(AeTitle.LENGTH);

    /** @return whether it adds up and names a command */
    boolean read(TextSlot set, Uids uids) {
        clear();
        byte[] bytes = set.bytes();
        int end = set.length();
        int at = 0;
        while (at + ELEMENT_HEADER <= end) {
            int group = u16(bytes, at);
            int element = u16(bytes, at + 2);
            long size = u16(bytes, at + 4) | (long) u16(bytes, at + 6) << 16;
            at += ELEMENT_HEADER;
            if (group != 0 || size > end - at) {
                return false;
            }
            onElement(bytes, at, (int) size, element, uids);
            at += (int) size;
        }
        return at == end && command != ABSENT;
    }

    private void onElement(byte[] bytes, int at, int size, int element, Uids uids) {
        switch (element) {
            case 0x0002, 0x0003 -> sopClass = uids.of(bytes, at, size);
            case 0x0600 -> AeTitle.set(destination, bytes, at, size);
            case 0x1030 -> AeTitle.set(originator, bytes, at, size);
            default -> {
                if (size == 2) {
                    onNumber(element, u16(bytes, at));
                }
            }
        }
    }

    private void onNumber(int element, int value) {
        switch (element) {
            case 0x0100 -> command = value;
            case 0x0110 -> messageId = value;
            case 0x0120 -> answeredId = value;
            case 0x0800 -> hasDataSet = value != NO_DATA_SET;
            case 0x0900 -> status = value;
            case 0x1002 -> eventType = value;
            case 0x1008 -> actionType = value;
            case 0x1020 -> remaining = value;
            case 0x1021 -> completed = value;
            case 0x1022 -> failed = value;
            case 0x1023 -> warning = value;
            default -> {}
        }
    }

    boolean isAnswer() {
        return (command & ANSWER) != 0;
    }

    private void clear() {
        command = ABSENT;
        messageId = ABSENT;
        answeredId = ABSENT;
        status = ABSENT;
        remaining = ABSENT;
        completed = ABSENT;
        failed = ABSENT;
        warning = ABSENT;
        actionType = ABSENT;
        eventType = ABSENT;
        sopClass = Uids.NONE;
        hasDataSet = false;
        destination.clear();
        originator.clear();
    }

    private static int u16(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }
}
