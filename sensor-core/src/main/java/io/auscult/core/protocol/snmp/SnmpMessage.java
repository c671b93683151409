package io.auscult.core.protocol.snmp;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.asn1.Ber;

/**
 * One SNMP message, read in place.
 * <pre>
 *  1, 2c   SEQUENCE { version, community, PDU }
 *  3       SEQUENCE { version, SEQUENCE { id, size, flags, model }, OCTETS { SEQUENCE { engine, boots, time, user, ... } }, scoped PDU }
 *  PDU     [tag] { request id, error, index, SEQUENCE { SEQUENCE { OBJECT ID, value } ... } }
 * </pre>
 * After {@link #read} answered true, {@link #nextBinding} goes through the bindings. One per parser, reused. Places are those of the array.
 */
final class SnmpMessage {
    static final int MIN_LENGTH = 13; // bytes

    static final int GET = 0xA0, GET_NEXT = 0xA1, RESPONSE = 0xA2, SET = 0xA3, TRAP_V1 = 0xA4, GET_BULK = 0xA5;
    static final int INFORM = 0xA6, TRAP = 0xA7, REPORT = 0xA8;
    static final int VERSION_1 = 0, VERSION_2C = 1, VERSION_3 = 3;
    static final int AUTHENTICATED = 1, ENCRYPTED = 2;

    private static final int USM = 3; // security model

    private final Ber outer = new Ber();
    private final Ber inner = new Ber();
    private final Ber bindings = new Ber();
    final Ber binding = new Ber(); // the object id, after nextBinding; its value after next()

    int version;
    int flags;
    /** Community, or user of version 3. */
    int nameFrom;

    int nameLength;
    /** 0 when it is encrypted. */
    int pdu;

    boolean read(StreamView in) {
        flags = 0;
        pdu = 0;
        nameLength = 0;
        bindings.over(in, 0, 0);
        outer.over(in);
        if (!outer.next(Ber.SEQUENCE) || outer.hasNext() || !outer.down(Ber.INTEGER) || outer.length() != 1) {
            return false;
        }
        version = (int) outer.integer();
        return switch (version) {
            case VERSION_1, VERSION_2C -> outer.next(Ber.OCTET_STRING) && name(outer) && outer.next() && pdu(outer);
            case VERSION_3 -> header() && userSecurity() && scopedPdu();
            default -> false;
        };
    }

    private boolean name(Ber ber) {
        nameFrom = ber.from();
        nameLength = ber.length();
        return true;
    }

    private boolean header() {
        if (!outer.next(Ber.SEQUENCE)) {
            return false;
        }
        inner.enter(outer);
        if (!integers(2) || !inner.next(Ber.OCTET_STRING) || inner.length() != 1) {
            return false;
        }
        flags = inner.u8(inner.from());
        return inner.next(Ber.INTEGER) && inner.integer() == USM;
    }

    private boolean userSecurity() {
        if (!outer.next(Ber.OCTET_STRING)) {
            return false;
        }
        inner.enter(outer);
        return inner.next(Ber.SEQUENCE)
                && inner.down(Ber.OCTET_STRING)
                && integers(2)
                && inner.next(Ber.OCTET_STRING)
                && name(inner);
    }

    private boolean integers(int count) {
        for (int i = 0; i < count; i++) {
            if (!inner.next(Ber.INTEGER)) {
                return false;
            }
        }
        return true;
    }

    private boolean scopedPdu() {
        if (!outer.next()) {
            return false;
        }
        if (outer.tag() == Ber.OCTET_STRING) {
            return (flags & ENCRYPTED) != 0;
        }
        return outer.tag() == Ber.SEQUENCE
                && outer.down(Ber.OCTET_STRING)
                && outer.next(Ber.OCTET_STRING)
                && outer.next()
                && pdu(outer);
    }

    private boolean pdu(Ber ber) {
        int tag = ber.tag();
        if (tag < GET || tag > REPORT || ber.hasNext()) {
            return false;
        }
        inner.enter(ber);
        boolean sound = tag == TRAP_V1
                ? inner.next(Ber.OBJECT_IDENTIFIER) && inner.next() && integers(2) && inner.next()
                : integers(3);
        if (!sound || !inner.next(Ber.SEQUENCE)) {
            return false;
        }
        pdu = tag;
        bindings.enter(inner);
        return true;
    }

    /** Steps to the next binding; {@link #binding} stands at its object id. */
    boolean nextBinding() {
        if (!bindings.next(Ber.SEQUENCE)) {
            return false;
        }
        binding.enter(bindings);
        return binding.next(Ber.OBJECT_IDENTIFIER);
    }
}
