package io.auscult.core.protocol.dicom;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.TextSlot;

/** One DIMSE operation, PS3.7: a request, its data set by size, its answers. Reused, on the flow's lane. */
final class Operation {
    static final EventType DICOM = EventType.of(
            "dicom", "A DICOM operation (C-STORE, C-FIND ...), when it was answered or its association ended.");

    private static final Field CALLING_AE = DICOM.text("calling_ae", "Title of the application that associated.");
    private static final Field CALLED_AE = DICOM.text("called_ae", "Title of the application it associated with.");
    private static final Field OPERATION = DICOM.text("operation", "What was asked for, by its name in the standard.");
    private static final Field MESSAGE_ID = DICOM.count("message_id", "Number of the request in its association.");
    private static final Field IS_ORIG = DICOM.bool("is_orig", "Whether the connection's originator asked.");
    private static final Field SOP_CLASS = DICOM.text("sop_class", "What kind of object it is about, by name.");
    private static final Field SOP_CLASS_UID = DICOM.text("sop_class_uid", "Its unique identifier.");
    private static final Field TRANSFER_SYNTAX = DICOM.text("transfer_syntax", "How its data sets are encoded.");
    private static final Field MOVE_DESTINATION =
            DICOM.text("move_destination", "Title of the application that C-MOVE sends objects to.");
    private static final Field MOVE_ORIGINATOR =
            DICOM.text("move_originator", "Title of the application whose C-MOVE caused this C-STORE.");
    private static final Field ACTION_TYPE = DICOM.count("action_type", "Which action N-ACTION asked for.");
    private static final Field EVENT_TYPE = DICOM.count("event_type", "Which event N-EVENT-REPORT told of.");
    private static final Field OUTCOME = DICOM.text(
            "outcome",
            "success, warning, failure, cancelled or pending by the last answer; absent when none was seen.");
    private static final Field STATUS = DICOM.count("status", "Status code of the last answer.");
    private static final Field STATUS_NAME = DICOM.text("status_name", "What that status means.");
    private static final Field REQUEST_BYTES = DICOM.count("request_bytes", "Bytes of the request's data set.");
    private static final Field RESPONSE_BYTES = DICOM.count("response_bytes", "Bytes of the answers' data sets.");
    private static final Field MISSED_BYTES = DICOM.count("missed_bytes", "Bytes of these that were not seen.");
    private static final Field MATCHES = DICOM.count("matches", "Matches that C-FIND brought.");
    private static final Field COMPLETED = DICOM.count("completed", "Sub-operations that succeeded, by last answer.");
    private static final Field WARNINGS = DICOM.count("warnings", "Sub-operations that ended with a warning.");
    private static final Field FAILURES = DICOM.count("failures", "Sub-operations that failed.");
    private static final Field REMAINING = DICOM.count("remaining", "Sub-operations that were not done.");
    private static final Field CANCELLED = DICOM.bool("cancelled", "Whether the requester asked to stop it.");
    private static final Field DURATION = DICOM.interval("duration", "From the request to the end of the last answer.");

    private static final CodeNames OPERATIONS = CodeNames.load(Operation.class, "operations.tsv", "unknown-");
    private static final CodeNames STATUSES = CodeNames.load(Operation.class, "status.tsv", "");

    private static final int SUCCESS = 0;
    private static final int CANCEL = 0xFE00;
    private static final int PENDING = 0xFF00;

    final TextSlot destination = new TextSlot(AeTitle.LENGTH);
    final TextSlot originator = new TextSlot(AeTitle.LENGTH);

    boolean open;

    /** Grows from one to the next of a parser. */
    int serial;

    int requester; // direction
    int messageId;
    int command;
    int sopClass;
    int transferSyntax;
    long dataBytes;
    long answerBytes;
    long missedBytes;
    long matches;
    boolean cancelled;

    private long startNs;
    private long endNs;
    private int status;
    private int completed;
    private int warnings;
    private int failures;
    private int remaining;
    private int actionType;
    private int eventType;

    static boolean isCommand(int command) {
        return OPERATIONS.has(command & ~CommandSet.ANSWER);
    }

    static boolean isPending(int status) {
        return (status & 0xFF00) == PENDING;
    }

    /** @param set a request, or the first answer seen of one that was not */
    void begin(CommandSet set, int requester, int messageId, int transferSyntax, long nowNs) {
        open = true;
        this.requester = requester;
        this.messageId = messageId;
        this.transferSyntax = transferSyntax;
        command = set.command & ~CommandSet.ANSWER;
        sopClass = set.sopClass;
        actionType = set.actionType;
        eventType = set.eventType;
        copy(set.destination, destination);
        copy(set.originator, originator);
        dataBytes = 0;
        answerBytes = 0;
        missedBytes = 0;
        matches = 0;
        cancelled = false;
        startNs = nowNs;
        endNs = nowNs;
        status = CommandSet.ABSENT;
        completed = CommandSet.ABSENT;
        warnings = CommandSet.ABSENT;
        failures = CommandSet.ABSENT;
        remaining = CommandSet.ABSENT;
    }

    void answer(CommandSet set, long nowNs) {
        status = set.status;
        endNs = nowNs;
        sopClass = sopClass == Uids.NONE ? set.sopClass : sopClass;
        completed = latest(set.completed, completed);
        warnings = latest(set.warning, warnings);
        failures = latest(set.failed, failures);
        remaining = latest(set.remaining, remaining);
        if (command == CommandSet.C_FIND && isPending(status) && set.hasDataSet) {
            matches++;
        }
    }

    void data(int direction, long length, boolean seen, long nowNs) {
        if (direction == requester) {
            dataBytes += length;
        } else {
            answerBytes += length;
            endNs = nowNs;
        }
        missedBytes += seen ? 0 : length;
    }

    private static int latest(int told, int known) {
        return told == CommandSet.ABSENT ? known : told;
    }

    private static void copy(TextSlot from, TextSlot into) {
        into.clear();
        if (from.isSet()) {
            into.append(from);
        }
    }

    /** Writes the event; free for the next operation then. */
    void write(EventWriter out, TextSlot calling, TextSlot called, Uids uids) {
        open = false;
        out.begin(DICOM, startNs);
        calling.to(out, CALLING_AE);
        called.to(out, CALLED_AE);
        OPERATIONS.to(out, OPERATION, command);
        set(out, MESSAGE_ID, messageId);
        out.set(IS_ORIG, requester == Direction.ORIG.ordinal());
        uids.name(out, SOP_CLASS, sopClass);
        uids.uid(out, SOP_CLASS_UID, sopClass);
        uids.name(out, TRANSFER_SYNTAX, transferSyntax);
        destination.to(out, MOVE_DESTINATION);
        originator.to(out, MOVE_ORIGINATOR);
        set(out, ACTION_TYPE, actionType);
        set(out, EVENT_TYPE, eventType);
        if (status != CommandSet.ABSENT) {
            String outcome = outcome();
            out.set(OUTCOME, outcome);
            out.set(STATUS, status);
            String name = STATUSES.name(status);
            out.set(STATUS_NAME, name != null ? name : outcome);
        }
        out.set(REQUEST_BYTES, dataBytes);
        out.set(RESPONSE_BYTES, answerBytes);
        if (missedBytes > 0) {
            out.set(MISSED_BYTES, missedBytes);
        }
        if (command == CommandSet.C_FIND) {
            out.set(MATCHES, matches);
        }
        set(out, COMPLETED, completed);
        set(out, WARNINGS, warnings);
        set(out, FAILURES, failures);
        set(out, REMAINING, remaining);
        if (cancelled) {
            out.set(CANCELLED, true);
        }
        if (status != CommandSet.ABSENT) {
            out.set(DURATION, endNs - startNs);
        }
        out.end();
    }

    /** The class of a status, PS3.7 annex C. */
    private String outcome() {
        if (status == SUCCESS) {
            return "success";
        } else if (status == CANCEL) {
            return "cancelled";
        } else if (isPending(status)) {
            return "pending";
        }
        boolean warning = status == 0x0001 || status == 0x0107 || status == 0x0116 || status >>> 12 == 0xB;
        return warning ? "warning" : "failure";
    }

    private static void set(EventWriter out, Field field, int value) {
        if (value != CommandSet.ABSENT) {
            out.set(field, value);
        }
    }
}
