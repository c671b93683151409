package io.auscult.core.protocol.hl7;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.TextSlot;

/** What is kept of one message: its header, and of an acknowledgement what it says. Reused, on the flow's lane. */
final class Hl7Message {
    static final EventType HL7 = EventType.of(
            "hl7",
            "An HL7 version 2 message, when it was acknowledged or its connection ended; or an acknowledgement alone.");

    private static final Field SENDING_APPLICATION =
            HL7.text("sending_application", "Application that sent it (MSH-3).");
    private static final Field SENDING_FACILITY = HL7.text("sending_facility", "Its facility (MSH-4).");
    private static final Field RECEIVING_APPLICATION =
            HL7.text("receiving_application", "Application that it is for (MSH-5).");
    private static final Field RECEIVING_FACILITY = HL7.text("receiving_facility", "Its facility (MSH-6).");
    private static final Field MESSAGE_TYPE = HL7.text("message_type", "Kind of message: ADT, ORU ... (MSH-9.1).");
    private static final Field TRIGGER_EVENT = HL7.text("trigger_event", "What made it be sent: A01 ... (MSH-9.2).");
    private static final Field MESSAGE_STRUCTURE = HL7.text("message_structure", "Its structure (MSH-9.3).");
    private static final Field CONTROL_ID =
            HL7.text("control_id", "The sender's own number of the message, about no person (MSH-10).");
    private static final Field PROCESSING_ID =
            HL7.text("processing_id", "P production, T training, D debugging (MSH-11).");
    private static final Field VERSION = HL7.text("version", "Version of the standard (MSH-12).");
    private static final Field CHARACTER_SET = HL7.text("character_set", "Character set it declares (MSH-18).");
    private static final Field IS_ORIG = HL7.bool("is_orig", "Whether the connection's originator sent it.");
    private static final Field SEGMENTS = HL7.count("segments", "Segments of the message.");
    private static final Field MESSAGE_BYTES = HL7.count("message_bytes", "Bytes of the message without its frame.");
    private static final Field MISSED_BYTES = HL7.count("missed_bytes", "Bytes of it that were not seen.");
    private static final Field OUTCOME =
            HL7.text("outcome", "accepted, error or rejected; absent when no acknowledgement was seen.");
    private static final Field ACK_CODE =
            HL7.text("ack_code", "AA, AE, AR; CA, CE, CR when only receipt is acknowledged (MSA-1).");
    private static final Field ACK_CONTROL_ID =
            HL7.text("ack_control_id", "Which message is acknowledged, where that one was not seen (MSA-2).");
    private static final Field ERROR_CODE = HL7.text("error_code", "Code of the first error (ERR-3.1 or MSA-6.1).");
    private static final Field RESPONSE_TYPE =
            HL7.text("response_type", "Kind of the message that acknowledges: ACK, RSP ...");
    private static final Field RESPONSE_BYTES = HL7.count("response_bytes", "Bytes of that message.");
    private static final Field DURATION =
            HL7.interval("duration", "From the start of the message to the end of its acknowledgement.");

    static final int MAX_NAME = 128; // bytes of an application or facility; the standard allows 227
    static final int MAX_ID = 64; // bytes; the standard allows 20, later 199
    private static final int MAX_CODE = 16;

    final TextSlot sendingApplication = new TextSlot(MAX_NAME);
    final TextSlot sendingFacility = new TextSlot(MAX_NAME);
    final TextSlot receivingApplication = new TextSlot(MAX_NAME);
    final TextSlot receivingFacility = new TextSlot(MAX_NAME);
    final TextSlot type = new TextSlot(MAX_CODE);
    final TextSlot trigger = new TextSlot(MAX_CODE);
    final TextSlot structure = new TextSlot(MAX_CODE);
    final TextSlot controlId = new TextSlot(MAX_ID);
    final TextSlot processingId = new TextSlot(MAX_CODE);
    final TextSlot version = new TextSlot(MAX_CODE);
    final TextSlot characterSet = new TextSlot(2 * MAX_CODE);
    final TextSlot ackCode = new TextSlot(MAX_CODE);
    final TextSlot ackControlId = new TextSlot(MAX_ID);
    final TextSlot errorCode = new TextSlot(MAX_CODE);

    int direction;
    long startNs;
    long bytes;
    long missedBytes;
    long segments;

    boolean isAnswer() {
        return ackCode.length() > 0;
    }

    boolean isAccepted() {
        return answers('A');
    }

    boolean isError() {
        return answers('E');
    }

    boolean isRejected() {
        return answers('R');
    }

    /** The second letter of AA, AE, AR, CA, CE, CR. */
    private boolean answers(char letter) {
        return ackCode.length() == 2 && ackCode.bytes()[1] == letter;
    }

    /** @param answer null when none was seen; itself for an acknowledgement alone */
    void write(EventWriter out, Hl7Message answer) {
        out.begin(HL7, startNs);
        set(out, SENDING_APPLICATION, sendingApplication);
        set(out, SENDING_FACILITY, sendingFacility);
        set(out, RECEIVING_APPLICATION, receivingApplication);
        set(out, RECEIVING_FACILITY, receivingFacility);
        set(out, MESSAGE_TYPE, type);
        set(out, TRIGGER_EVENT, trigger);
        set(out, MESSAGE_STRUCTURE, structure);
        set(out, CONTROL_ID, controlId);
        set(out, PROCESSING_ID, processingId);
        set(out, VERSION, version);
        set(out, CHARACTER_SET, characterSet);
        out.set(IS_ORIG, direction == Direction.ORIG.ordinal());
        out.set(SEGMENTS, segments);
        out.set(MESSAGE_BYTES, bytes);
        if (missedBytes > 0) {
            out.set(MISSED_BYTES, missedBytes);
        }
        if (answer != null) {
            writeAnswer(out, answer);
        }
        out.end();
    }

    private void writeAnswer(EventWriter out, Hl7Message answer) {
        if (answer.isAccepted()) {
            out.set(OUTCOME, "accepted");
        } else if (answer.isError()) {
            out.set(OUTCOME, "error");
        } else if (answer.isRejected()) {
            out.set(OUTCOME, "rejected");
        }
        set(out, ACK_CODE, answer.ackCode);
        set(out, ERROR_CODE, answer.errorCode);
        if (answer.equals(this)) {
            set(out, ACK_CONTROL_ID, ackControlId);
        } else {
            set(out, RESPONSE_TYPE, answer.type);
            out.set(RESPONSE_BYTES, answer.bytes);
            out.set(DURATION, out.nowNs() - startNs);
        }
    }

    private static void set(EventWriter out, Field field, TextSlot text) {
        if (text.length() > 0) {
            text.to(out, field);
        }
    }

    void begin(int direction, long nowNs) {
        clear();
        this.direction = direction;
        startNs = nowNs;
    }

    /** Bytes of its texts. */
    int kept() {
        return sendingApplication.length()
                + sendingFacility.length()
                + receivingApplication.length()
                + receivingFacility.length()
                + controlId.length();
    }

    void clear() {
        sendingApplication.clear();
        sendingFacility.clear();
        receivingApplication.clear();
        receivingFacility.clear();
        type.clear();
        trigger.clear();
        structure.clear();
        controlId.clear();
        processingId.clear();
        version.clear();
        characterSet.clear();
        ackCode.clear();
        ackControlId.clear();
        errorCode.clear();
        bytes = 0;
        missedBytes = 0;
        segments = 0;
    }
}
