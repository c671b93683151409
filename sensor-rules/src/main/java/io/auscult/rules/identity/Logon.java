package io.auscult.rules.identity;

import io.auscult.core.detect.Mix;
import io.auscult.core.event.Event;
import io.auscult.core.protocol.identity.IdentityUse;

/**
 * What an {@code identity} event says about a password: tried, right or wrong. Tickets that are shown, anonymous visits, associations of DICOM and what an access
 * server asks of RADIUS for its many users are none. One per detector, reused. Detect thread.
 */
public final class Logon {
    /** Of a password. */
    public enum Verdict {
        /** No password was tried, or nothing can be learned of it. */
        NONE,
        RIGHT,
        WRONG,
        NO_SUCH_USER,
        UNSEEN
    }

    private static final byte[] SUCCESS = Texts.of("success");
    private static final byte[] FAILURE = Texts.of("failure");
    private static final byte[] KERBEROS = Texts.of("kerberos");
    private static final byte[] KRBTGT = Texts.of("krbtgt");
    private static final byte[] KADMIN = Texts.of("kadmin");
    private static final byte[] GUEST = Texts.of("guest");
    private static final byte[] SNMP = Texts.of("snmp");
    private static final byte[] ANONYMOUS = Texts.of("anonymous");
    private static final byte[][] NOT_BY_PASSWORD = {
        Texts.of("kerberos"), Texts.of("kerberos-pkinit"), Texts.of("anonymous"), Texts.of("external"), Texts.of("none")
    };
    private static final byte[][] LEFT_OUT = {Texts.of("dicom"), Texts.of("hl7"), Texts.of("radius")};
    /** Where many answers are never readable or one exchange tells too little: nothing is made of tries without an answer. */
    private static final byte[][] OFTEN_UNSEEN = {Texts.of("ldap"), Texts.of("ldap_tcp"), Texts.of("http")};

    private static final byte[][] UNKNOWN_USER = {Texts.of("KDC_ERR_C_PRINCIPAL_UNKNOWN"), Texts.of("NO_SUCH_USER")};
    /** Of the KDC: only these are about the client's password or account. */
    private static final byte[][] KDC_SAYS_WRONG = {
        Texts.of("KDC_ERR_PREAUTH_FAILED"), Texts.of("KDC_ERR_CLIENT_REVOKED"), Texts.of("KRB_AP_ERR_BAD_INTEGRITY")
    };
    /** Nothing to do with the password. */
    private static final byte[][] NOT_THE_USERS = {
        Texts.of("NO_LOGON_SERVERS"),
        Texts.of("TRUSTED_RELATIONSHIP_FAILURE"),
        Texts.of("TRUSTED_DOMAIN_FAILURE"),
        Texts.of("NO_TRUST_SAM_ACCOUNT"),
        Texts.of("NETLOGON_NOT_STARTED"),
        Texts.of("TIME_DIFFERENCE_AT_DC"),
        Texts.of("REQUEST_NOT_ACCEPTED"),
        Texts.of("INSUFFICIENT_RESOURCES"),
        Texts.of("IO_TIMEOUT")
    };

    public Verdict verdict = Verdict.NONE;
    /** Which user, 0 where nobody can tell. */
    public long user;
    /** Which user, or else which connection: what a right password forgives. */
    public long subject;

    long protocol;
    boolean isCommunity;

    public void read(Event e) {
        protocol = Texts.hash(e, IdentityUse.PROTOCOL);
        user = Texts.hash(e, IdentityUse.USER);
        subject = user != 0 ? user : Mix.of(e.uid());
        isCommunity = user == 0 && e.textEquals(IdentityUse.PROTOCOL, SNMP);
        verdict = verdict(e);
    }

    private Verdict verdict(Event e) {
        boolean kerberos = Texts.indexIn(e, IdentityUse.PROTOCOL, Texts.OF_KERBEROS) >= 0;
        if (kerberos) {
            return e.textEquals(IdentityUse.MECHANISM, KERBEROS) ? ofKdc(e) : Verdict.NONE;
        }
        if (Texts.indexIn(e, IdentityUse.MECHANISM, NOT_BY_PASSWORD) >= 0
                || Texts.indexIn(e, IdentityUse.PROTOCOL, LEFT_OUT) >= 0
                || Texts.startsWith(e, IdentityUse.USER, ANONYMOUS)) {
            return Verdict.NONE;
        }
        if (e.textEquals(IdentityUse.OUTCOME, SUCCESS)) {
            return e.textEquals(IdentityUse.REASON, GUEST) ? Verdict.NONE : Verdict.RIGHT;
        }
        if (!e.textEquals(IdentityUse.OUTCOME, FAILURE)) {
            return Texts.indexIn(e, IdentityUse.PROTOCOL, OFTEN_UNSEEN) >= 0 ? Verdict.NONE : Verdict.UNSEEN;
        }
        if (Texts.indexIn(e, IdentityUse.REASON, NOT_THE_USERS) >= 0) {
            return Verdict.NONE;
        }
        return Texts.indexIn(e, IdentityUse.REASON, UNKNOWN_USER) >= 0 ? Verdict.NO_SUCH_USER : Verdict.WRONG;
    }

    /** The first exchange with a KDC proves the password; the others show tickets. */
    private static Verdict ofKdc(Event e) {
        if (!Texts.startsWith(e, IdentityUse.SERVICE, KRBTGT) && !Texts.startsWith(e, IdentityUse.SERVICE, KADMIN)) {
            return Verdict.NONE;
        }
        if (e.textEquals(IdentityUse.OUTCOME, SUCCESS)) {
            return Verdict.RIGHT;
        }
        if (!e.textEquals(IdentityUse.OUTCOME, FAILURE)) {
            return Verdict.UNSEEN;
        }
        if (Texts.indexIn(e, IdentityUse.REASON, UNKNOWN_USER) >= 0) {
            return Verdict.NO_SUCH_USER;
        }
        return Texts.indexIn(e, IdentityUse.REASON, KDC_SAYS_WRONG) >= 0 ? Verdict.WRONG : Verdict.NONE;
    }
}
