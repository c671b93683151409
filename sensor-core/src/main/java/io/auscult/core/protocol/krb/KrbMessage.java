package io.auscult.core.protocol.krb;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import io.auscult.core.protocol.asn1.BerTime;
import io.auscult.core.protocol.identity.IdentityUse;

/**
 * What is kept of one Kerberos message, RFC 4120 section 5: names, numbers and times; of tickets whom they are for and how they are
 * encrypted, never their content. Reused. Lists over {@link #MAX_LIST} elements are cut.
 */
final class KrbMessage {
    static final int MAX_LIST = 32;
    static final int NONE = Integer.MIN_VALUE;

    private static final int VERSION = 5;
    private static final int MAX_NAME = IdentityUse.MAX_NAME;
    private static final int MAX_COMPONENTS = 16; // of a principal
    private static final int MAX_ADDRESSES = 16;
    private static final int NETBIOS_ADDRESS = 20; // RFC 4120 section 7.5.3
    private static final int TICKET = Ber.APPLICATION + 1;

    private static final int PA_TGS_REQ = 1;
    private static final int PA_ENC_TIMESTAMP = 2;
    private static final int PA_PK_AS_REQ_OLD = 14;
    private static final int PA_PK_AS_REP = 17;
    private static final int PA_PAC_REQUEST = 128;
    private static final int PA_FOR_USER = 129;
    private static final int PA_FOR_X509_USER = 130;
    private static final int PA_FX_FAST = 136;
    private static final int PA_ENCRYPTED_CHALLENGE = 138;

    /** Number of the message, one of {@link KrbCodes}. */
    int type;

    long timeNs;
    final TextSlot client = new TextSlot(MAX_NAME);
    final TextSlot clientRealm = new TextSlot(MAX_NAME);
    final TextSlot service = new TextSlot(MAX_NAME);
    final TextSlot realm = new TextSlot(MAX_NAME);
    final TextSlot ticketService = new TextSlot(MAX_NAME);
    final TextSlot ticketRealm = new TextSlot(MAX_NAME);
    final TextSlot errorText = new TextSlot(MAX_NAME);
    /** The user in whose name a service asks, [MS-SFU] 2.2.1. */
    final TextSlot forUser = new TextSlot(MAX_NAME);
    /** NetBIOS name that Windows puts among its addresses. */
    final TextSlot clientHost = new TextSlot(MAX_NAME);

    boolean hasOptions;
    int options;
    long fromNs;
    long tillNs;
    long renewTillNs;
    long nonce;
    int errorCode;
    /** Of the ticket: the one inside a reply or AP-REQ, or the one that a TGS-REQ shows. */
    int ticketEtype;
    /** Of the encrypted part of a reply. */
    int replyEtype;
    /** Of an encrypted time stamp or challenge. */
    int preauthEtype;

    final int[] etypes = new int[MAX_LIST];
    int etypeCount;
    final int[] padata = new int[MAX_LIST];
    int padataCount;
    boolean fast;
    boolean pkinit;
    boolean withoutPac;
    boolean additionalTicket;

    private final Ber message = new Ber();
    private final Ber field = new Ber();
    private final Ber value = new Ber();
    private final Ber part = new Ber();
    private final Ber deep = new Ber();
    private final Ber address = new Ber();
    private final Ber ticketField = new Ber();
    private final Ber name = new Ber();
    private final Ber component = new Ber();

    void clear() {
        type = 0;
        client.clear();
        clientRealm.clear();
        service.clear();
        realm.clear();
        ticketService.clear();
        ticketRealm.clear();
        errorText.clear();
        forUser.clear();
        clientHost.clear();
        hasOptions = false;
        options = 0;
        fromNs = BerTime.NONE;
        tillNs = BerTime.NONE;
        renewTillNs = BerTime.NONE;
        nonce = Ber.NO_INTEGER;
        errorCode = NONE;
        ticketEtype = NONE;
        replyEtype = NONE;
        preauthEtype = NONE;
        etypeCount = 0;
        padataCount = 0;
        fast = false;
        pkinit = false;
        withoutPac = false;
        additionalTicket = false;
    }

    /** Bytes of its texts. */
    int kept() {
        return client.length()
                + clientRealm.length()
                + service.length()
                + realm.length()
                + ticketService.length()
                + ticketRealm.length()
                + errorText.length()
                + forUser.length()
                + clientHost.length();
    }

    /** Reads one whole message. @return whether it is one; what it holds after an error in it is missing then */
    boolean read(StreamView in, int at, int length, long nowNs) {
        clear();
        timeNs = nowNs;
        message.over(in, at, length);
        if (!message.next() || (message.tag() & 0xE0) != Ber.APPLICATION) {
            return false;
        }
        type = message.tag() - Ber.APPLICATION;
        if (!message.down(Ber.SEQUENCE)) {
            return false;
        }
        field.enter(message);
        boolean known = false;
        while (field.next()) {
            if (!value.enter(field).next()) {
                return known;
            }
            int number = field.tag() - Ber.CONTEXT;
            if (number == versionField()) {
                known = value.tag() == Ber.INTEGER && value.integer() == VERSION;
            }
            if (!known) {
                return false;
            }
            onField(number);
        }
        return known;
    }

    boolean isRequest() {
        return type == KrbCodes.AS_REQ || type == KrbCodes.TGS_REQ;
    }

    boolean isReply() {
        return type == KrbCodes.AS_REP || type == KrbCodes.TGS_REP || type == KrbCodes.ERROR;
    }

    private int versionField() {
        return isRequest() ? 1 : 0;
    }

    private void onField(int number) {
        switch (type) {
            case KrbCodes.AS_REQ, KrbCodes.TGS_REQ -> {
                if (number == 3) {
                    onPadata();
                } else if (number == 4) {
                    onBody();
                }
            }
            case KrbCodes.AS_REP, KrbCodes.TGS_REP -> onReplyField(number);
            case KrbCodes.AP_REQ -> {
                if (number == 2) {
                    options = value.bits();
                    hasOptions = true;
                } else if (number == 3) {
                    ticketEtype = ticket(value, ticketService, ticketRealm);
                }
            }
            case KrbCodes.ERROR -> onErrorField(number);
            default -> {}
        }
    }

    private void onReplyField(int number) {
        switch (number) {
            case 2 -> onPadata();
            case 3 -> set(value, clientRealm);
            case 4 -> principal(value, client);
            case 5 -> ticketEtype = ticket(value, ticketService, ticketRealm);
            case 6 -> replyEtype = encryptedData(value);
            default -> {}
        }
    }

    private void onErrorField(int number) {
        switch (number) {
            case 6 -> errorCode = (int) value.integer();
            case 7 -> set(value, clientRealm);
            case 8 -> principal(value, client);
            case 9 -> set(value, realm);
            case 10 -> principal(value, service);
            case 11 -> set(value, errorText);
            case 12 -> {
                if (errorCode == KrbCodes.PREAUTH_REQUIRED || errorCode == KrbCodes.MORE_PREAUTH_DATA_REQUIRED) {
                    part.enter(value); // the octet string holds METHOD-DATA
                    if (part.next(Ber.SEQUENCE)) {
                        listPadata();
                    }
                }
            }
            default -> {}
        }
    }

    /** KDC-REQ-BODY, RFC 4120 section 5.4.1. */
    private void onBody() {
        part.enter(value);
        while (part.next()) {
            if (!deep.enter(part).next()) {
                return;
            }
            switch (part.tag() - Ber.CONTEXT) {
                case 0 -> {
                    options = deep.bits();
                    hasOptions = true;
                }
                case 1 -> principal(deep, client);
                case 2 -> set(deep, realm);
                case 3 -> principal(deep, service);
                case 4 -> fromNs = BerTime.read(deep);
                case 5 -> tillNs = BerTime.read(deep);
                case 6 -> renewTillNs = BerTime.read(deep);
                case 7 -> nonce = deep.integer();
                case 8 -> {
                    deep.into();
                    while (etypeCount < MAX_LIST && deep.next(Ber.INTEGER)) {
                        etypes[etypeCount++] = (int) deep.integer();
                    }
                }
                case 9 -> onAddresses();
                case 11 -> additionalTicket = deep.length() > 0;
                default -> {}
            }
        }
    }

    private void onAddresses() {
        deep.into();
        for (int i = 0; i < MAX_ADDRESSES && deep.next(Ber.SEQUENCE); i++) {
            address.enter(deep);
            if (!address.next(Ber.CONTEXT) || !value.enter(address).next(Ber.INTEGER)) {
                return;
            }
            if (value.integer() == NETBIOS_ADDRESS
                    && address.next(Ber.CONTEXT + 1)
                    && value.enter(address).next(Ber.OCTET_STRING)) {
                int end = value.to();
                while (end > value.from() && value.u8(end - 1) <= ' ') {
                    end--; // filled up to sixteen
                }
                clientHost.clear();
                clientHost.append(value.bytes(), value.from(), end - value.from());
            }
        }
    }

    private void onPadata() {
        part.enter(field);
        if (part.next(Ber.SEQUENCE)) {
            listPadata();
        }
    }

    /** SEQUENCE OF PA-DATA: number and octets that mean something to that number. */
    private void listPadata() {
        part.into();
        while (padataCount < MAX_LIST && part.next(Ber.SEQUENCE)) {
            deep.enter(part);
            if (!deep.next(Ber.CONTEXT + 1) || !value.enter(deep).next(Ber.INTEGER)) {
                return;
            }
            int number = (int) value.integer();
            padata[padataCount++] = number;
            boolean advertised = type == KrbCodes.ERROR;
            if (!advertised && deep.next(Ber.CONTEXT + 2) && value.enter(deep).next(Ber.OCTET_STRING)) {
                onPadata(number);
            }
        }
    }

    private void onPadata(int number) {
        if (number >= PA_PK_AS_REQ_OLD && number <= PA_PK_AS_REP) {
            pkinit = true;
        } else if (number == PA_FX_FAST) {
            fast = true;
        } else if (number == PA_ENC_TIMESTAMP || number == PA_ENCRYPTED_CHALLENGE) {
            if (value.down(Ber.SEQUENCE)) {
                preauthEtype = encryptedData(value);
            }
        } else if (number == PA_PAC_REQUEST) {
            if (value.down(Ber.SEQUENCE) && value.down(Ber.CONTEXT) && value.down(Ber.BOOLEAN)) {
                withoutPac = value.integer() == 0;
            }
        } else if (number == PA_TGS_REQ) {
            onShownTicket();
        } else if (number == PA_FOR_USER && value.down(Ber.SEQUENCE) && value.down(Ber.CONTEXT)) {
            if (value.down(Ber.SEQUENCE)) {
                principal(value, forUser);
            }
        } else if (number == PA_FOR_X509_USER && value.down(Ber.SEQUENCE) && value.down(Ber.CONTEXT)) {
            if (value.down(Ber.SEQUENCE) && value.down(Ber.CONTEXT) && value.next(Ber.CONTEXT + 1)) {
                if (value.down(Ber.SEQUENCE)) {
                    principal(value, forUser);
                }
            }
        }
    }

    /** The AP-REQ by which a TGS-REQ shows the ticket it has. */
    private void onShownTicket() {
        if (!value.down(Ber.APPLICATION + KrbCodes.AP_REQ) || !value.down(Ber.SEQUENCE)) {
            return;
        }
        value.into();
        while (value.next()) {
            if (value.tag() == Ber.CONTEXT + 3) {
                if (value.down()) {
                    ticketEtype = ticket(value, ticketService, ticketRealm);
                }
                return;
            }
        }
    }

    /** Ticket, RFC 4120 section 5.3. @return how it is encrypted */
    private int ticket(Ber at, TextSlot service, TextSlot realm) {
        if (at.tag() != TICKET || !ticketField.enter(at).next(Ber.SEQUENCE)) {
            return NONE;
        }
        ticketField.into();
        while (ticketField.next()) {
            if (!name.enter(ticketField).next()) {
                return NONE;
            }
            switch (ticketField.tag() - Ber.CONTEXT) {
                case 1 -> set(name, realm);
                case 2 -> principal(name, service);
                case 3 -> {
                    return encryptedData(name);
                }
                default -> {}
            }
        }
        return NONE;
    }

    /** EncryptedData, RFC 4120 section 5.2.9. @return its etype */
    private static int encryptedData(Ber at) {
        return at.tag() == Ber.SEQUENCE && at.down(Ber.CONTEXT) && at.down(Ber.INTEGER) ? (int) at.integer() : NONE;
    }

    private static void set(Ber at, TextSlot into) {
        into.clear();
        at.appendTo(into);
    }

    /** PrincipalName, RFC 4120 section 5.2.2: its components with a slash between them. */
    private void principal(Ber at, TextSlot into) {
        into.clear();
        component.enter(at);
        if (at.tag() != Ber.SEQUENCE || !component.next(Ber.CONTEXT) || !component.next(Ber.CONTEXT + 1)) {
            return;
        }
        if (!component.down(Ber.SEQUENCE)) {
            return;
        }
        component.into();
        for (int i = 0; i < MAX_COMPONENTS && component.next(); i++) {
            if (i > 0) {
                into.append((byte) '/');
            }
            component.appendTo(into);
        }
    }
}
