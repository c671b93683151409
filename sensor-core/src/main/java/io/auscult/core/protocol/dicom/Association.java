package io.auscult.core.protocol.dicom;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import java.util.Arrays;

/**
 * One association, PS3.8: who called whom, which syntaxes were offered and taken, with what software, how it ended. Reused, on the flow's
 * lane. At most {@link #CONTEXTS} presentation contexts (their numbers are odd, one byte); of more than {@link #MAX_PROPOSED} transfer syntaxes
 * the first are told.
 */
final class Association {
    static final int CONTEXTS = 128;
    static final int MAX_PROPOSED = 16;

    private static final int MAX_VERSION = 64; // bytes; PS3.7 annex D.3.3.2 allows 16
    static final int NOT_ANSWERED = -1;
    static final long ABSENT = -1;
    private static final int PASSCODE = 2; // type of an identity of which the secret itself is sent

    final Uids uids = new Uids();
    final TextSlot calling = new TextSlot(AeTitle.LENGTH);
    final TextSlot called = new TextSlot(AeTitle.LENGTH);

    /** Data sets by direction, bytes. */
    final long[] dataBytes = new long[2];

    long operations;

    final TextSlot user = new TextSlot(IdentityUse.MAX_NAME);
    private final IdentityUse identity = new IdentityUse();
    private boolean identityWritten;
    final TextSlot[] implementation = {new TextSlot(Uids.MAX_LENGTH), new TextSlot(Uids.MAX_LENGTH)};
    final TextSlot[] version = {new TextSlot(MAX_VERSION), new TextSlot(MAX_VERSION)};
    final long[] maxPdu = new long[2];
    final boolean[] offered = new boolean[CONTEXTS];
    final int[] abstractSyntax = new int[CONTEXTS];
    final int[] transferSyntax = new int[CONTEXTS];
    final int[] contextResult = new int[CONTEXTS];
    final int[] proposed = new int[MAX_PROPOSED];
    int proposedCount;
    int applicationContext;
    int identityType;
    private boolean open;
    long startNs;
    String result = "";
    String ended = "";
    String source = "";
    String reason = "";

    Association() {
        clear();
    }

    boolean isOpen() {
        return open;
    }

    boolean isAccepted(int context) {
        return offered[context] && contextResult[context] == 0;
    }

    /** The transfer syntax that was agreed for a context; none where that was not seen. */
    int transferSyntax(int context) {
        return (context & 1) == 1 && offered[context >> 1] ? transferSyntax[context >> 1] : Uids.NONE;
    }

    /** The fixed part of a request or its acceptance. @param at behind the unit's header */
    void head(StreamView in, int at, boolean isRequest, long nowNs) {
        if (!open) {
            open = true;
            startNs = nowNs;
        }
        if (isRequest || !calling.isSet()) {
            AeTitle.set(called, in.array(), in.arrayOffset() + at + 4, AeTitle.LENGTH);
            AeTitle.set(calling, in.array(), in.arrayOffset() + at + 20, AeTitle.LENGTH);
        }
        if (!isRequest) {
            result = "accepted";
        }
    }

    /** One item of a request or its acceptance, whole. @param at behind the item's header */
    void item(StreamView in, int at, int length, int type, boolean isRequest) {
        switch (type) {
            case 0x10 -> applicationContext = uids.of(in, at, length);
            case 0x20, 0x21 -> context(in, at, length, isRequest);
            case 0x50 -> userInformation(in, at, length, isRequest);
            default -> {}
        }
    }

    private void context(StreamView in, int at, int length, boolean isRequest) {
        if (length < 4 || (in.u8(at) & 1) == 0) {
            return;
        }
        int context = in.u8(at) >> 1;
        offered[context] = true;
        if (!isRequest) {
            contextResult[context] = in.u8(at + 2);
        }
        int end = at + length;
        int next = at + 4;
        while (next + Pdu.ITEM_HEADER <= end && next + Pdu.ITEM_HEADER + in.u16(next + 2) <= end) {
            int size = in.u16(next + 2);
            int uid = uids.of(in, next + Pdu.ITEM_HEADER, size);
            if (in.u8(next) == 0x30) {
                abstractSyntax[context] = uid;
            } else if (in.u8(next) == 0x40 && isRequest) {
                propose(uid);
            } else if (in.u8(next) == 0x40 && contextResult[context] == 0) {
                transferSyntax[context] = uid;
            }
            next += Pdu.ITEM_HEADER + size;
        }
    }

    private void propose(int uid) {
        for (int i = 0; i < proposedCount; i++) {
            if (proposed[i] == uid) {
                return;
            }
        }
        if (proposedCount < MAX_PROPOSED && uid != Uids.NONE) {
            proposed[proposedCount++] = uid;
        }
    }

    private void userInformation(StreamView in, int at, int length, boolean isRequest) {
        int side = isRequest ? 0 : 1;
        int end = at + length;
        int next = at;
        while (next + Pdu.ITEM_HEADER <= end && next + Pdu.ITEM_HEADER + in.u16(next + 2) <= end) {
            int size = in.u16(next + 2);
            int value = next + Pdu.ITEM_HEADER;
            switch (in.u8(next)) {
                case 0x51 -> maxPdu[side] = size == 4 ? in.u32(value) : ABSENT;
                case 0x52 -> AeTitle.set(implementation[side], in.array(), in.arrayOffset() + value, size);
                case 0x55 -> AeTitle.set(version[side], in.array(), in.arrayOffset() + value, size);
                case 0x58 -> user(in, value, size);
                default -> {}
            }
            next = value + size;
        }
    }

    /**
     * User identity negotiation, PS3.7 annex D.3.3.7: of the primary field a user's name is taken, never a ticket or assertion; the secondary
     * field is the passcode and is not looked at.
     */
    private void user(StreamView in, int at, int size) {
        if (size < 4) {
            return;
        }
        identityType = in.u8(at);
        int name = in.u16(at + 2);
        if (identityType <= PASSCODE && name <= size - 4) {
            user.set(in, at + 4, name);
        }
    }

    void rejected(int rejection, int by, int why, long nowNs) {
        answered(nowNs);
        result = rejection == 2 ? "rejected-transient" : "rejected-permanent";
        source = Reasons.rejectionSource(by);
        reason = Reasons.rejection(by, why);
    }

    void aborted(int by, int why, long nowNs) {
        answered(nowNs);
        if (result.isEmpty()) {
            result = "aborted";
        }
        ended = "aborted";
        source = by == 0 ? "service-user" : "service-provider";
        reason = by == 0 ? "" : Reasons.abort(why);
    }

    void released() {
        ended = "released";
    }

    private void answered(long nowNs) {
        if (!open) {
            open = true;
            startNs = nowNs;
        }
    }

    /** Writes the use of an identity, once it is known what became of it or that nobody will know. */
    void writeIdentity(EventWriter out) {
        if (identityType == 0 || identityWritten) {
            return;
        }
        identityWritten = true;
        copy(user, identity.user());
        copy(calling, identity.clientName());
        copy(called, identity.service());
        if (!reason.isEmpty()) {
            identity.reason().append(reason);
        }
        identity.cleartext(identityType == PASSCODE);
        identity.write(
                out,
                "dicom",
                Reasons.identityType(identityType),
                "",
                switch (result) {
                    case "accepted" -> IdentityUse.Outcome.SUCCESS;
                    case "" -> IdentityUse.Outcome.UNKNOWN;
                    default -> IdentityUse.Outcome.FAILURE;
                });
    }

    private static void copy(TextSlot from, TextSlot into) {
        if (from.isSet()) {
            into.append(from);
        }
    }

    int kept() {
        return uids.kept();
    }

    void clear() {
        open = false;
        uids.clear();
        calling.clear();
        called.clear();
        user.clear();
        for (int side = 0; side < 2; side++) {
            implementation[side].clear();
            version[side].clear();
            maxPdu[side] = ABSENT;
            dataBytes[side] = 0;
        }
        Arrays.fill(offered, false);
        Arrays.fill(abstractSyntax, Uids.NONE);
        Arrays.fill(transferSyntax, Uids.NONE);
        Arrays.fill(contextResult, NOT_ANSWERED);
        proposedCount = 0;
        applicationContext = Uids.NONE;
        identityType = 0;
        identityWritten = false;
        operations = 0;
        startNs = 0;
        result = "";
        ended = "";
        source = "";
        reason = "";
    }
}
