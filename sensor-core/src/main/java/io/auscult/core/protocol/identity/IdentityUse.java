package io.auscult.core.protocol.identity;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;

/**
 * One use of an identity: who, from where, to what, how, and whether it was let in. A parser keeps one, fills it as it reads, and writes it
 * once a use, when the outcome is known or the connection ends. Names are cut at {@link #MAX_NAME} bytes. Secrets have no place here.
 */
public final class IdentityUse {
    public static final EventType IDENTITY = EventType.of("identity", "A user, machine or service used its identity.");
    public static final Field USER = IDENTITY.text("user", "Who, as the client said.");
    public static final Field DOMAIN = IDENTITY.text("domain", "The user's realm or domain.");
    public static final Field KIND =
            IDENTITY.text("kind", "What kind of identity it is by its form: person, machine or service.");
    public static final Field CLIENT_NAME = IDENTITY.text("client_name", "What the client's host calls itself.");
    public static final Field SERVER_NAME = IDENTITY.text("server_name", "What the server calls itself.");
    public static final Field SERVICE =
            IDENTITY.text("service", "What it was used for: a service principal, share, database or AE title.");
    public static final Field PROTOCOL = IDENTITY.text("protocol", "The protocol that carried it.");
    public static final Field MECHANISM = IDENTITY.text("mechanism", "How the identity was proven.");
    public static final Field ENCRYPTION =
            IDENTITY.text("encryption", "What protected the proof, where that is known.");
    public static final Field OUTCOME =
            IDENTITY.text("outcome", "Whether it was accepted: success, failure or unknown.");
    public static final Field REASON = IDENTITY.text("reason", "Why not, in the protocol's words.");
    public static final Field CLEARTEXT =
            IDENTITY.bool("cleartext", "Whether the secret itself could be read on the wire.");

    public static final Field USER_SOURCE = IDENTITY.text(
            "user_source",
            "Where the user is known from, when this use hid it: ticket, for this host had got a ticket for this service, and for one user only.");

    /** Longest name kept, bytes. */
    public static final int MAX_NAME = 256;

    /** What became of it. */
    public enum Outcome {
        SUCCESS("success"),
        FAILURE("failure"),
        UNKNOWN("unknown");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** As it is written. */
        public String word() {
            return word;
        }
    }

    private final TextSlot user = new TextSlot(MAX_NAME);
    private final TextSlot domain = new TextSlot(MAX_NAME);
    private final TextSlot clientName = new TextSlot(MAX_NAME);
    private final TextSlot serverName = new TextSlot(MAX_NAME);
    private final TextSlot service = new TextSlot(MAX_NAME);
    private final TextSlot reason = new TextSlot(MAX_NAME);
    private boolean cleartext;

    public TextSlot user() {
        return user;
    }

    public TextSlot domain() {
        return domain;
    }

    public TextSlot clientName() {
        return clientName;
    }

    public TextSlot serverName() {
        return serverName;
    }

    public TextSlot service() {
        return service;
    }

    public TextSlot reason() {
        return reason;
    }

    /** Whether the secret passed readable. */
    public void cleartext(boolean readable) {
        cleartext = readable;
    }

    /**
     * Writes the event and forgets everything.
     *
     * @param protocol the protocol that carried it, as in {@code conn.service}
     * @param mechanism how it was proven: kerberos, ntlm, basic, plain, simple, password, publickey ...
     * @param encryption etype, digest or TLS; empty when there is nothing to say
     */
    public void write(EventWriter out, String protocol, String mechanism, String encryption, Outcome outcome) {
        out.begin(IDENTITY);
        user.to(out, USER);
        domain.to(out, DOMAIN);
        if (user.length() > 0) {
            out.set(KIND, kind(user));
        }
        clientName.to(out, CLIENT_NAME);
        serverName.to(out, SERVER_NAME);
        service.to(out, SERVICE);
        out.set(PROTOCOL, protocol);
        out.set(MECHANISM, mechanism);
        if (!encryption.isEmpty()) {
            out.set(ENCRYPTION, encryption);
        }
        out.set(OUTCOME, outcome.word());
        if (reason.length() > 0) {
            reason.to(out, REASON);
        }
        out.set(CLEARTEXT, cleartext);
        out.end();
        clear();
    }

    /** Machine accounts end in a dollar sign; principals of services have a slash. */
    public static String kind(TextSlot user) {
        byte[] bytes = user.bytes();
        int length = user.length();
        if (bytes[length - 1] == '$') {
            return "machine";
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '/') {
                return "service";
            }
        }
        return "person";
    }

    public void clear() {
        user.clear();
        domain.clear();
        clientName.clear();
        serverName.clear();
        service.clear();
        reason.clear();
        cleartext = false;
    }
}
