package io.auscult.core.protocol.krb;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.BerTime;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code kerberos} event and the {@code identity} event beside it, from a request, its answer, or both. One per parser or reader, on
 * the flow's lane, reused.
 */
public final class KrbLog {
    public static final EventType KERBEROS = EventType.of(
            "kerberos",
            "A request for a ticket with its answer, a ticket shown to a service, or a change of password, by"
                    + " Kerberos.");
    static final Field REQUEST_TYPE = KERBEROS.text("request_type", "AS or TGS; absent when a ticket is shown.");
    static final Field CLIENT = KERBEROS.text("client", "Who, a slash, and the realm.");
    static final Field SERVICE =
            KERBEROS.text("service", "The service that a ticket is asked for, or that answers with an error.");
    static final Field SUCCESS = KERBEROS.bool("success", "Whether a ticket was given; absent when not seen.");
    static final Field ERROR_MSG = KERBEROS.text("error_msg", "Why not: the server's words or the name of the error.");
    static final Field FROM = KERBEROS.time("from", "When the ticket is to begin.");
    static final Field TILL = KERBEROS.time("till", "When the ticket is to end.");
    static final Field CIPHER = KERBEROS.text("cipher", "Encryption of the ticket that was given.");
    static final Field FORWARDABLE = KERBEROS.bool("forwardable", "Whether a forwardable ticket was asked for.");
    static final Field RENEWABLE = KERBEROS.bool("renewable", "Whether a renewable ticket was asked for.");
    static final Field MESSAGE =
            KERBEROS.text("message", "What was asked: AS, TGS, AP (a ticket is shown), password (a change of it).");
    static final Field OUTCOME = KERBEROS.text(
            "outcome", "success or failure by the answer or by the protocol that carried it; unknown without.");
    static final Field STATUS = KERBEROS.text("status", "Why not, in the words of the protocol that carried it.");
    static final Field ERROR_CODE = KERBEROS.count("error_code", "Number of the error.");
    static final Field REALM = KERBEROS.text("realm", "The realm that was asked.");
    static final Field RENEW_TILL = KERBEROS.time("renew_till", "Until when the ticket is to be renewable.");
    static final Field REQUEST_CIPHERS =
            KERBEROS.textList("request_ciphers", "Encryptions that the client can use, in its order.");
    static final Field REPLY_CIPHER =
            KERBEROS.text("reply_cipher", "Encryption of the reply, by the client's or the session's key.");
    static final Field PREAUTH = KERBEROS.textList("preauth", "Kinds of pre-authentication data in the request.");
    static final Field PREAUTH_CIPHER = KERBEROS.text("preauth_cipher", "Encryption of the pre-authentication.");
    static final Field PREAUTH_OFFERED =
            KERBEROS.textList("preauth_offered", "Kinds of pre-authentication data in the answer.");
    static final Field OPTIONS = KERBEROS.textList("options", "Options that were asked for.");
    static final Field PKINIT = KERBEROS.bool("pkinit", "Whether the client proved itself by a certificate.");
    static final Field FAST = KERBEROS.bool("fast", "Whether the request is armoured (RFC 6113).");
    static final Field WITHOUT_PAC =
            KERBEROS.bool("without_pac", "Whether the client wants a ticket without authorization data.");
    static final Field REFERRAL = KERBEROS.bool("referral", "Whether the client was sent to another realm.");
    static final Field FOR_USER =
            KERBEROS.text("for_user", "The user in whose name a service asks for a ticket to itself.");
    static final Field ADDITIONAL_TICKET = KERBEROS.bool(
            "additional_ticket", "Whether another's ticket was enclosed, as for delegation or between users.");
    static final Field TICKET_SERVICE = KERBEROS.text("ticket_service", "The service of the ticket that was shown.");
    static final Field TICKET_REALM = KERBEROS.text("ticket_realm", "Its realm.");
    static final Field TICKET_CIPHER = KERBEROS.text("ticket_cipher", "Its encryption.");
    static final Field CLIENT_HOST = KERBEROS.text("client_host", "What the client's host calls itself.");
    static final Field PROTOCOL = KERBEROS.text("protocol", "The protocol that carried it.");

    /** What is written about Kerberos. */
    public static final List<EventType> EVENTS = List.of(KERBEROS, IdentityUse.IDENTITY, HostNames.HOST_NAME);

    private final IdentityUse identity = new IdentityUse();
    private final TextSlot text = new TextSlot(2 * IdentityUse.MAX_NAME + 1);
    private final String protocol;

    /** @param protocol name of the carrying protocol, as in {@code conn.service} */
    KrbLog(String protocol) {
        this.protocol = protocol;
    }

    /** Writes what a KDC was asked and what it answered; one of them may be missing. */
    void exchange(@Nullable KrbMessage request, @Nullable KrbMessage reply, EventWriter out) {
        boolean failed = reply != null && reply.type == KrbCodes.ERROR;
        Outcome outcome = reply == null ? Outcome.UNKNOWN : failed ? Outcome.FAILURE : Outcome.SUCCESS;
        String asked = asked(request, reply);
        out.begin(KERBEROS, request != null ? request.timeNs : reply != null ? reply.timeNs : out.nowNs());
        if (!asked.isEmpty()) {
            out.set(REQUEST_TYPE, asked);
            out.set(MESSAGE, asked);
        }
        client(request, reply, out);
        service(request, reply, out);
        if (request != null) {
            writeRequest(request, out);
        }
        if (reply != null) {
            out.set(SUCCESS, !failed);
            if (failed) {
                error(reply, out);
            } else {
                etype(out, CIPHER, reply.ticketEtype);
                etype(out, REPLY_CIPHER, reply.replyEtype);
            }
            padata(out, PREAUTH_OFFERED, reply);
        }
        boolean referral = isReferral(request, reply);
        out.set(REFERRAL, referral);
        out.set(OUTCOME, outcome.word());
        out.set(PROTOCOL, protocol);
        out.end();
        boolean asksForProof = failed
                && (reply.errorCode == KrbCodes.PREAUTH_REQUIRED
                        || reply.errorCode == KrbCodes.MORE_PREAUTH_DATA_REQUIRED);
        if (!asksForProof && !referral) {
            identity(request, reply, outcome, out);
        }
    }

    /** Writes that a ticket was shown to a service, and what became of it. @param error that the service answered, or null */
    void shown(
            KrbMessage ticket,
            String message,
            Outcome outcome,
            TextSlot reason,
            @Nullable KrbMessage error,
            EventWriter out) {
        out.begin(KERBEROS, ticket.timeNs);
        out.set(MESSAGE, message);
        any(out, TICKET_SERVICE, ticket.ticketService);
        any(out, TICKET_REALM, ticket.ticketRealm);
        etype(out, TICKET_CIPHER, ticket.ticketEtype);
        if (error != null) {
            error.service.to(out, SERVICE);
            out.set(SUCCESS, false);
            out.set(ERROR_CODE, error.errorCode & 0xFFFF_FFFFL);
        }
        any(out, error != null ? ERROR_MSG : STATUS, reason);
        out.set(OUTCOME, outcome.word());
        out.set(PROTOCOL, protocol);
        out.end();
        copy(ticket.ticketRealm, identity.domain());
        copy(ticket.ticketService, identity.service());
        copy(reason, identity.reason());
        identity.write(out, protocol, "kerberos", cipher(ticket.ticketEtype), outcome);
    }

    private static String asked(@Nullable KrbMessage request, @Nullable KrbMessage reply) {
        if (request != null) {
            return request.type == KrbCodes.AS_REQ ? "AS" : "TGS";
        }
        if (reply != null && reply.type != KrbCodes.ERROR) {
            return reply.type == KrbCodes.AS_REP ? "AS" : "TGS";
        }
        return "";
    }

    /** As Zeek puts it together: name, slash, realm. */
    private void client(@Nullable KrbMessage request, @Nullable KrbMessage reply, EventWriter out) {
        text.clear();
        if (request != null && request.type == KrbCodes.AS_REQ) {
            copy(request.client, text);
            text.append((byte) '/');
            copy(request.realm, text);
        } else if (reply != null && (reply.client.isSet() || reply.clientRealm.isSet())) {
            copy(reply.client, text);
            if (reply.client.isSet() || reply.type != KrbCodes.ERROR) {
                text.append((byte) '/');
            }
            copy(reply.clientRealm, text);
        }
        text.to(out, CLIENT);
    }

    private static void service(@Nullable KrbMessage request, @Nullable KrbMessage reply, EventWriter out) {
        TextSlot service = request == null ? null : request.service;
        if (reply != null) {
            TextSlot answered = reply.type == KrbCodes.ERROR ? reply.service : reply.ticketService;
            if (answered.isSet() || service == null) {
                service = answered;
            }
        }
        if (service != null) {
            service.to(out, SERVICE);
        }
    }

    private static void writeRequest(KrbMessage request, EventWriter out) {
        time(out, FROM, request.fromNs);
        time(out, TILL, request.tillNs);
        time(out, RENEW_TILL, request.renewTillNs);
        if (request.hasOptions) {
            out.set(FORWARDABLE, (request.options & KrbCodes.FORWARDABLE) != 0);
            out.set(RENEWABLE, (request.options & KrbCodes.RENEWABLE) != 0);
            out.beginList(OPTIONS);
            KrbCodes.addOptions(out, request.options);
            out.endList();
        }
        any(out, REALM, request.realm);
        if (request.etypeCount > 0) {
            out.beginList(REQUEST_CIPHERS);
            for (int i = 0; i < request.etypeCount; i++) {
                KrbCodes.addEtype(out, request.etypes[i]);
            }
            out.endList();
        }
        padata(out, PREAUTH, request);
        etype(out, PREAUTH_CIPHER, request.preauthEtype);
        out.set(PKINIT, request.pkinit);
        out.set(FAST, request.fast);
        out.set(WITHOUT_PAC, request.withoutPac);
        any(out, FOR_USER, request.forUser);
        out.set(ADDITIONAL_TICKET, request.additionalTicket);
        any(out, TICKET_SERVICE, request.ticketService);
        any(out, TICKET_REALM, request.ticketRealm);
        etype(out, TICKET_CIPHER, request.ticketEtype);
        any(out, CLIENT_HOST, request.clientHost);
    }

    private static void error(KrbMessage reply, EventWriter out) {
        if (reply.errorText.isSet()) {
            reply.errorText.to(out, ERROR_MSG);
        } else if (reply.errorCode != KrbMessage.NONE) {
            out.set(ERROR_MSG, KrbCodes.error(reply.errorCode));
        }
        if (reply.errorCode != KrbMessage.NONE) {
            out.set(ERROR_CODE, reply.errorCode & 0xFFFF_FFFFL);
        }
    }

    /** A KDC of another realm is to be asked, RFC 6806: by an error, or by a ticket for that realm instead of the service. */
    private static boolean isReferral(@Nullable KrbMessage request, @Nullable KrbMessage reply) {
        if (reply == null || request == null) {
            return false;
        }
        if (reply.type == KrbCodes.ERROR) {
            return reply.errorCode == KrbCodes.WRONG_REALM;
        }
        return reply.type == KrbCodes.TGS_REP
                && reply.ticketService.startsWith("krbtgt/")
                && !request.service.startsWith("krbtgt");
    }

    private void identity(@Nullable KrbMessage request, @Nullable KrbMessage reply, Outcome outcome, EventWriter out) {
        KrbMessage who = reply != null && reply.client.length() > 0 ? reply : request;
        if (who != null) {
            copy(who.client, identity.user());
            copy(who.clientRealm.length() > 0 ? who.clientRealm : who.realm, identity.domain());
        }
        int etype = KrbMessage.NONE;
        if (request != null) {
            copy(request.service, identity.service());
            copy(request.clientHost, identity.clientName());
            etype = request.preauthEtype;
        }
        if (reply != null) {
            if (identity.service().length() == 0) {
                copy(reply.type == KrbCodes.ERROR ? reply.service : reply.ticketService, identity.service());
            }
            if (reply.type == KrbCodes.ERROR) {
                identity.reason().append(KrbCodes.error(reply.errorCode));
            } else {
                etype = reply.ticketEtype;
            }
        }
        String mechanism = request != null && request.pkinit ? "kerberos-pkinit" : "kerberos";
        identity.write(out, protocol, mechanism, cipher(etype), outcome);
    }

    private static void padata(EventWriter out, Field field, KrbMessage message) {
        if (message.padataCount > 0) {
            out.beginList(field);
            for (int i = 0; i < message.padataCount; i++) {
                KrbCodes.addPadata(out, message.padata[i]);
            }
            out.endList();
        }
    }

    private static void etype(EventWriter out, Field field, int etype) {
        if (etype != KrbMessage.NONE) {
            KrbCodes.etypeTo(out, field, etype);
        }
    }

    private static String cipher(int etype) {
        return etype == KrbMessage.NONE ? "" : KrbCodes.etype(etype);
    }

    private static void time(EventWriter out, Field field, long timeNs) {
        if (timeNs != BerTime.NONE) {
            out.set(field, timeNs);
        }
    }

    private static void any(EventWriter out, Field field, TextSlot text) {
        if (text.length() > 0) {
            text.to(out, field);
        }
    }

    private static void copy(TextSlot from, TextSlot to) {
        if (from.length() > 0) {
            to.append(from);
        }
    }
}
