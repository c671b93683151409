package io.auscult.core.protocol.ldap;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import io.auscult.core.protocol.gssapi.GssReader;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bind at work on a connection, RFC 4511 section 4.2: who, by which mechanism, and what came of it, over as many rounds as the
 * mechanism needs. One {@code identity} event for each bind that names a user and proves it somehow. One per parser.
 */
final class LdapBind {
    private static final int MAX_MECHANISM = 64; // bytes; RFC 4422 section 3.1 allows 20
    private static final int SIMPLE = Ber.CONTEXT_PRIMITIVE;
    private static final int SASL = Ber.CONTEXT + 3;
    private static final int SICILY_DISCOVERY = Ber.CONTEXT_PRIMITIVE + 9; // [MS-ADTS] 5.1.1.1.3
    private static final int SICILY_NEGOTIATE = Ber.CONTEXT_PRIMITIVE + 10;
    private static final int SICILY_RESPONSE = Ber.CONTEXT_PRIMITIVE + 11;

    private static final int SUCCESS = 0;
    private static final int REFERRAL = 10;
    private static final int IN_PROGRESS = 14;
    private static final byte[] ERROR_DATA = "data ".getBytes(StandardCharsets.US_ASCII);

    private final TextSlot mechanism = new TextSlot(MAX_MECHANISM);
    private final IdentityUse identity = new IdentityUse();
    private final GssReader gss = new GssReader("ldap");
    private final StreamView token = new StreamView();
    private String word = "";
    private boolean open;
    private boolean isGss;
    private boolean isSicily;
    private boolean sicilyDecides;
    private long messageId;

    /** The SASL mechanism of the last bind; not set for others. */
    TextSlot mechanism() {
        return mechanism;
    }

    /** @param request inside of the BindRequest, before its version */
    void onRequest(Ber request, LdapOperation operation, StreamView in, EventWriter out) {
        messageId = operation.messageId;
        operation.opcode = "bind";
        if (!request.next(Ber.INTEGER)) {
            return;
        }
        operation.version = (int) Math.clamp(request.integer(), 0, 127);
        if (!request.next(Ber.OCTET_STRING)) {
            return;
        }
        request.appendTo(operation.object);
        int nameFrom = request.from();
        int nameTo = request.to();
        if (!request.next()) {
            return;
        }
        switch (request.tag()) {
            case SIMPLE -> {
                operation.opcode = "bind simple";
                onEnd(out);
                mechanism.clear();
                if (request.length() > 0) {
                    operation.argument.append(LdapText.HIDDEN);
                    begin("simple", true);
                    LdapUser.read(request.bytes(), nameFrom, nameTo, identity);
                }
            }
            case SASL -> {
                operation.opcode = "bind SASL";
                onSasl(request, operation, in, out);
            }
            case SICILY_DISCOVERY -> operation.opcode = "bind SICILY_PACKAGE_DISCOVERY";
            case SICILY_NEGOTIATE -> {
                operation.opcode = "bind SICILY_NEGOTIATE";
                onSicily(request, true, in, out);
            }
            case SICILY_RESPONSE -> {
                operation.opcode = "bind SICILY_RESPONSE";
                onSicily(request, false, in, out);
            }
            default -> {}
        }
    }

    private void onSasl(Ber request, LdapOperation operation, StreamView in, EventWriter out) {
        if (!request.down(Ber.OCTET_STRING)) {
            return;
        }
        request.appendTo(operation.argument);
        boolean again = open && mechanism.textEquals(operation.argument);
        if (!again) {
            onEnd(out);
            mechanism.clear();
            request.appendTo(mechanism);
            begin(LdapNames.MECHANISMS.meaning(mechanism, "sasl"), false);
            isGss = word.equals("gssapi") || word.equals("gss-spnego") || word.equals("ntlm");
        }
        if (!request.next(Ber.OCTET_STRING)) {
            return;
        }
        if (isGss) {
            token(in, request.from(), request.to(), out);
        } else if (identity.user().length() == 0) {
            SaslUser.read(word, request.bytes(), request.from(), request.to(), identity);
        }
    }

    /** NTLM as Windows carried it before SASL: two binds, of which the second decides. */
    private void onSicily(Ber request, boolean first, StreamView in, EventWriter out) {
        if (first || !open || !isSicily) {
            onEnd(out);
            mechanism.clear();
            begin("ntlm", false);
            isGss = true;
            isSicily = true;
        }
        sicilyDecides = !first;
        token(in, request.from(), request.to(), out);
    }

    private void token(StreamView in, int from, int to, EventWriter out) {
        gss.token(token.sub(in, from - in.arrayOffset(), to - from), out);
    }

    private void begin(String word, boolean cleartext) {
        this.word = word;
        open = true;
        isGss = false;
        isSicily = false;
        identity.clear();
        identity.cleartext(cleartext);
    }

    /** @param from where the server's credentials are, if there are any: its SASL credentials, or the name of what it matched */
    void onResponse(LdapOperation operation, int from, int to, StreamView in, EventWriter out) {
        if (!open || operation.messageId != messageId) {
            return;
        }
        if (isGss && to > from) {
            token(in, from, to, out);
        }
        if (operation.result == IN_PROGRESS || isSicily && !sicilyDecides && operation.result == SUCCESS) {
            return;
        }
        TextSlot reason = identity.reason();
        if (operation.result == LdapOperation.NO_RESULT) {
            onEnd(out);
            return;
        }
        if (operation.result != SUCCESS) {
            String name = LdapNames.RESULTS.name(operation.result);
            reason.append(name == null ? "unknown" : name);
            appendErrorData(operation.diagnostic, reason);
        }
        finish(
                switch (operation.result) {
                    case SUCCESS -> Outcome.SUCCESS;
                    case REFERRAL -> Outcome.UNKNOWN;
                    default -> Outcome.FAILURE;
                },
                out);
    }

    /** Active Directory tells why in its comment: "..., data 52e, v4563". */
    private static void appendErrorData(TextSlot comment, TextSlot into) {
        byte[] bytes = comment.bytes();
        for (int i = 0; i + ERROR_DATA.length < comment.length(); i++) {
            if (Arrays.equals(bytes, i, i + ERROR_DATA.length, ERROR_DATA, 0, ERROR_DATA.length)) {
                into.append(" (");
                for (int j = i; j < comment.length() && bytes[j] != ','; j++) {
                    into.append(bytes[j]);
                }
                into.append((byte) ')');
                return;
            }
        }
    }

    private void finish(Outcome outcome, EventWriter out) {
        open = false;
        if (isGss) {
            gss.outcome(outcome, identity.reason(), out);
        } else if (identity.user().length() > 0) {
            identity.write(out, "ldap", word, "", outcome);
        }
        identity.clear();
    }

    /** No answer will come. */
    void onEnd(EventWriter out) {
        if (open && isGss) {
            gss.onEnd(out);
            open = false;
        } else if (open) {
            finish(Outcome.UNKNOWN, out);
        }
    }

    int kept() {
        return gss.kept();
    }

    void reset() {
        mechanism.clear();
        identity.clear();
        gss.reset();
        word = "";
        open = false;
        isGss = false;
        isSicily = false;
        sicilyDecides = false;
        messageId = 0;
    }
}
