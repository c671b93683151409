package io.auscult.core.protocol.dicom;

import io.auscult.core.event.EventWriter;

/**
 * Operations of one association that wait for their last answer, at most {@link #MAX_OPEN} (the negotiated window is hardly ever over one); beyond,
 * the oldest is written as it is. Reused, on the flow's lane.
 */
final class Operations {
    static final int MAX_OPEN = 16;

    private final Association association;
    private final Operation[] all = new Operation[MAX_OPEN];
    private int serial;

    Operations(Association association) {
        this.association = association;
        for (int i = 0; i < MAX_OPEN; i++) {
            all[i] = new Operation();
        }
    }

    /** The operation with this number that this direction asked for; null if there is none. */
    Operation find(int requester, int messageId) {
        for (Operation operation : all) {
            if (operation.open && operation.requester == requester && operation.messageId == messageId) {
                return operation;
            }
        }
        return null;
    }

    /** A new one; what has the same number, or is the oldest of too many, is written. */
    Operation begin(CommandSet set, int requester, int messageId, int context, EventWriter out) {
        Operation place = find(requester, messageId);
        if (place == null) {
            place = all[0];
            for (Operation operation : all) {
                if (!operation.open) {
                    place = operation;
                    break;
                } else if (operation.serial - place.serial < 0) {
                    place = operation;
                }
            }
        }
        if (place.open) {
            write(place, out);
        }
        place.begin(set, requester, messageId, association.transferSyntax(context), out.nowNs());
        place.serial = ++serial;
        return place;
    }

    void write(Operation operation, EventWriter out) {
        operation.write(out, association.calling, association.called, association.uids);
    }

    /** Writes all that are open, the oldest first. */
    void writeAll(EventWriter out) {
        while (true) {
            Operation oldest = null;
            for (Operation operation : all) {
                if (operation.open && (oldest == null || operation.serial - oldest.serial < 0)) {
                    oldest = operation;
                }
            }
            if (oldest == null) {
                return;
            }
            write(oldest, out);
        }
    }

    void clear() {
        for (Operation operation : all) {
            operation.open = false;
        }
    }
}
