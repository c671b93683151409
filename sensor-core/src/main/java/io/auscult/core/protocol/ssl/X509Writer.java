package io.auscult.core.protocol.ssl;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import io.auscult.core.protocol.asn1.BerTime;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a certificate (X.509, RFC 5280) and writes its {@code x509} event. Odd certificates are logged as far as they can be read. One
 * per parser, made when the first certificate comes. A certificate is rare, so this may allocate a little.
 */
final class X509Writer {
    static final EventType X509 = EventType.of("x509", "A certificate, once in each connection that shows it.");
    static final Field FINGERPRINT = X509.text("fingerprint", "SHA-256 of the certificate in DER.");
    static final Field SHA1 = X509.text("sha1", "SHA-1 of the certificate in DER, as many lists name it.");
    static final Field MD5 = X509.text("md5", "MD5 of the certificate in DER.");
    static final Field VERSION = X509.count("certificate.version", "Version, 1 to 3.");
    static final Field SERIAL = X509.text("certificate.serial", "Serial number in hexadecimal digits.");
    static final Field SUBJECT = X509.text("certificate.subject", "Whom it is for, as RFC 4514 says.");
    static final Field ISSUER = X509.text("certificate.issuer", "Who signed it, as RFC 4514 says.");
    static final Field NOT_BEFORE = X509.time("certificate.not_valid_before", "Begin of validity.");
    static final Field NOT_AFTER = X509.time("certificate.not_valid_after", "End of validity.");
    static final Field KEY_ALG = X509.text("certificate.key_alg", "Algorithm of the key.");
    static final Field SIG_ALG = X509.text("certificate.sig_alg", "Algorithm of the signature.");
    static final Field KEY_TYPE = X509.text("certificate.key_type", "rsa, dsa, ecdsa; absent for others.");
    static final Field KEY_LENGTH = X509.count("certificate.key_length", "Bits of the key.");
    static final Field EXPONENT = X509.text("certificate.exponent", "Public exponent of an RSA key.");
    static final Field CURVE = X509.text("certificate.curve", "Curve of an elliptic curve key.");
    static final Field SAN_DNS = X509.textList("san.dns", "Alternative names: domains.");
    static final Field SAN_URI = X509.textList("san.uri", "Alternative names: URIs.");
    static final Field SAN_EMAIL = X509.textList("san.email", "Alternative names: mail addresses.");
    static final Field SAN_IP = X509.addressList("san.ip", "Alternative names: addresses.");
    static final Field CA = X509.bool("basic_constraints.ca", "Whether it may sign others.");
    static final Field PATH_LEN = X509.count("basic_constraints.path_len", "How many may follow below it.");
    static final Field HOST_CERT = X509.bool("host_cert", "Whether it is the responder's own.");
    static final Field CLIENT_CERT = X509.bool("client_cert", "Whether it is the originator's own.");

    private static final int MAX_NAME = 1 << 12; // bytes of subject or issuer
    private static final int MAX_ALTERNATIVE_NAMES = 500; // logged; Zeek cuts there too
    private static final int MAX_SERIAL = 256; // digits
    private static final int VERSION_TAG = 0xA0;
    private static final int EXTENSIONS_TAG = 0xA3;
    private static final int SAN_EMAIL_TAG = 0x81;
    private static final int SAN_DNS_TAG = 0x82;
    private static final int SAN_URI_TAG = 0x86;
    private static final int SAN_IP_TAG = 0x87;
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = ObjectIds.encoded("2.5.29.17");
    private static final byte[] BASIC_CONSTRAINTS = ObjectIds.encoded("2.5.29.19");

    private final Ber outer = new Ber();
    private final Ber tbs = new Ber();
    private final Ber inner = new Ber();
    private final Ber deep = new Ber();
    private final Ber deeper = new Ber();
    private final DistinguishedName names = new DistinguishedName();
    private final CertificateNames hosts = new CertificateNames();
    private final Fingerprint sha1 = Fingerprint.sha1();
    private final Fingerprint md5 = Fingerprint.md5();
    private final TextSlot text = new TextSlot(MAX_NAME);

    /** The host that the certificate written last is for, or null. */
    @Nullable
    TextSlot host() {
        return hosts.host();
    }

    /** @return whether the certificate could be read to its end; what could be read is written even so */
    boolean write(
            byte[] bytes, int at, int length, TextSlot fingerprint, boolean isHost, boolean isClient, EventWriter out) {
        hosts.clear();
        out.begin(X509);
        fingerprint.to(out, FINGERPRINT);
        digest(sha1, bytes, at, length, SHA1, out);
        digest(md5, bytes, at, length, MD5, out);
        boolean whole = readAll(bytes, at, length, out);
        out.set(HOST_CERT, isHost);
        out.set(CLIENT_CERT, isClient);
        out.end();
        return whole;
    }

    private void digest(Fingerprint by, byte[] bytes, int at, int length, Field field, EventWriter out) {
        by.update(bytes, at, length);
        text.cut(0);
        by.appendHex(text);
        text.to(out, field);
    }

    private boolean readAll(byte[] bytes, int at, int length, EventWriter out) {
        outer.over(bytes, at, at + length);
        if (!outer.next(Ber.SEQUENCE) || !inner.enter(outer).next(Ber.SEQUENCE)) {
            return false;
        }
        tbs.enter(inner);
        if (!tbs.next()) {
            return false;
        }
        int version = 1;
        if (tbs.tag() == VERSION_TAG) {
            if (inner.enter(tbs).next(Ber.INTEGER) && inner.to() - inner.from() == 1) {
                version = inner.u8(inner.from()) + 1;
            }
            if (!tbs.next()) {
                return false;
            }
        }
        out.set(VERSION, version);
        if (tbs.tag() != Ber.INTEGER) {
            return false;
        }
        writeSerial(out);
        return tbs.next(Ber.SEQUENCE)
                && writeAlgorithm(tbs, SIG_ALG, out)
                && tbs.next(Ber.SEQUENCE)
                && writeName(ISSUER, out)
                && tbs.next(Ber.SEQUENCE)
                && writeValidity(out)
                && tbs.next(Ber.SEQUENCE)
                && writeName(SUBJECT, out)
                && tbs.next(Ber.SEQUENCE)
                && writeKey(out)
                && writeExtensions(out);
    }

    private void writeSerial(EventWriter out) {
        int from = tbs.from();
        while (from < tbs.to() - 1 && tbs.u8(from) == 0) {
            from++;
        }
        text.cut(0);
        text.append("");
        boolean negative = from == tbs.from() && from < tbs.to() && tbs.u8(from) >= 0x80;
        if (negative) {
            BigInteger value = new BigInteger(tbs.bytes(), from, Math.min(tbs.to() - from, MAX_SERIAL / 2));
            String digits = value.negate().toString(16).toUpperCase(java.util.Locale.ROOT);
            text.append("-");
            text.append(digits.length() % 2 == 0 ? digits : "0" + digits);
        } else {
            for (int i = from; i < Math.min(tbs.to(), from + MAX_SERIAL / 2); i++) {
                int b = tbs.u8(i);
                text.append((byte) Character.toUpperCase(Character.forDigit(b >>> 4, 16)));
                text.append((byte) Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
            }
        }
        text.to(out, SERIAL);
    }

    private boolean writeAlgorithm(Ber sequence, Field field, EventWriter out) {
        if (!inner.enter(sequence).next(Ber.OBJECT_IDENTIFIER)) {
            return false;
        }
        text.cut(0);
        text.append("");
        ObjectIds.append(inner, text);
        text.to(out, field);
        return true;
    }

    private boolean writeName(Field field, EventWriter out) {
        text.cut(0);
        text.append("");
        boolean whole = names.append(tbs, text);
        text.to(out, field);
        if (field.equals(SUBJECT) && names.commonTo() > 0) {
            hosts.commonName(tbs.bytes(), names.commonFrom(), names.commonTo());
        }
        return whole;
    }

    private boolean writeValidity(EventWriter out) {
        inner.enter(tbs);
        if (!inner.next()) {
            return false;
        }
        long before = BerTime.read(inner);
        if (before != BerTime.NONE) {
            out.set(NOT_BEFORE, before);
        }
        if (!inner.next()) {
            return false;
        }
        long after = BerTime.read(inner);
        if (after != BerTime.NONE) {
            out.set(NOT_AFTER, after);
        }
        return true;
    }

    private boolean writeKey(EventWriter out) {
        inner.enter(tbs);
        if (!inner.next(Ber.SEQUENCE) || !deep.enter(inner).next(Ber.OBJECT_IDENTIFIER)) {
            return false;
        }
        text.cut(0);
        text.append("");
        ObjectIds.append(deep, text);
        text.to(out, KEY_ALG);
        boolean hasParameters = deep.next();
        if (!inner.next(Ber.BIT_STRING) || inner.to() - inner.from() < 2) {
            return false;
        }
        int key = inner.from() + 1; // behind the count of unused bits
        if (text.textEquals("rsaEncryption") || text.textEquals("rsassaPss")) {
            return writeRsaKey(key, out);
        } else if (text.textEquals("id-ecPublicKey")) {
            out.set(KEY_TYPE, "ecdsa");
            if (hasParameters && deep.tag() == Ber.OBJECT_IDENTIFIER) {
                text.cut(0);
                ObjectIds.append(deep, text);
                text.to(out, CURVE);
                out.set(KEY_LENGTH, curveBits(inner.to() - key));
            }
        } else if (text.textEquals("dsaEncryption")) {
            out.set(KEY_TYPE, "dsa");
            if (hasParameters
                    && deep.tag() == Ber.SEQUENCE
                    && deeper.enter(deep).next(Ber.INTEGER)) {
                out.set(KEY_LENGTH, bits(deeper));
            }
        }
        return true;
    }

    private boolean writeRsaKey(int from, EventWriter out) {
        deep.over(inner.bytes(), from, inner.to());
        if (!deep.next(Ber.SEQUENCE) || !deeper.enter(deep).next(Ber.INTEGER)) {
            return false;
        }
        out.set(KEY_TYPE, "rsa");
        out.set(KEY_LENGTH, bits(deeper));
        if (!deeper.next(Ber.INTEGER) || deeper.to() == deeper.from() || deeper.to() - deeper.from() > MAX_SERIAL) {
            return false;
        }
        out.set(EXPONENT, new BigInteger(1, deeper.bytes(), deeper.from(), deeper.to() - deeper.from()).toString());
        return true;
    }

    private static int bits(Ber integer) {
        int from = integer.from();
        while (from < integer.to() && integer.u8(from) == 0) {
            from++;
        }
        return from == integer.to()
                ? 0
                : (integer.to() - from) * 8 - (Integer.numberOfLeadingZeros(integer.u8(from)) - 24);
    }

    /** Of the field, from the length of a point: one byte of form, then one or two coordinates. */
    private int curveBits(int pointBytes) {
        if (text.textEquals("secp521r1")) {
            return 521;
        }
        boolean compressed = pointBytes % 2 == 1 && (inner.u8(inner.from() + 1) & 0xFE) == 2;
        return (compressed ? pointBytes - 1 : (pointBytes - 1) / 2) * 8;
    }

    private boolean writeExtensions(EventWriter out) {
        while (tbs.hasNext()) {
            if (!tbs.next()) {
                return false;
            }
            if (tbs.tag() == EXTENSIONS_TAG) {
                if (!inner.enter(tbs).next(Ber.SEQUENCE)) {
                    return false;
                }
                deep.enter(inner);
                while (deep.hasNext()) {
                    if (!deep.next(Ber.SEQUENCE) || !writeExtension(out)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean writeExtension(EventWriter out) {
        if (!deeper.enter(deep).next(Ber.OBJECT_IDENTIFIER)) {
            return false;
        }
        boolean isName = ObjectIds.is(deeper, SUBJECT_ALTERNATIVE_NAME);
        boolean isConstraint = ObjectIds.is(deeper, BASIC_CONSTRAINTS);
        if (!deeper.next() || deeper.tag() == Ber.BOOLEAN && !deeper.next() || deeper.tag() != Ber.OCTET_STRING) {
            return false;
        }
        if (!inner.enter(deeper).next()) {
            return true; // an extension in a form of its own
        }
        if (isName && inner.tag() == Ber.SEQUENCE) {
            writeAlternativeNames(SAN_DNS, SAN_DNS_TAG, out);
            writeAlternativeNames(SAN_URI, SAN_URI_TAG, out);
            writeAlternativeNames(SAN_EMAIL, SAN_EMAIL_TAG, out);
            writeAlternativeNames(SAN_IP, SAN_IP_TAG, out);
        } else if (isConstraint && inner.tag() == Ber.SEQUENCE) {
            deeper.enter(inner);
            boolean hasFlag = deeper.next() && deeper.tag() == Ber.BOOLEAN && deeper.to() - deeper.from() == 1;
            out.set(CA, hasFlag && deeper.u8(deeper.from()) != 0);
            if (hasFlag && deeper.next(Ber.INTEGER) && deeper.to() - deeper.from() == 1) {
                out.set(PATH_LEN, deeper.u8(deeper.from()));
            }
        }
        return true;
    }

    private void writeAlternativeNames(Field field, int tag, EventWriter out) {
        int count = 0;
        deeper.enter(inner);
        while (count < MAX_ALTERNATIVE_NAMES && deeper.next()) {
            if (deeper.tag() == tag
                    && (tag != SAN_IP_TAG || deeper.to() - deeper.from() == 4 || deeper.to() - deeper.from() == 16)) {
                if (count++ == 0) {
                    out.beginList(field);
                }
                if (tag == SAN_IP_TAG) {
                    addAddress(out);
                } else {
                    out.add(deeper.bytes(), deeper.from(), deeper.to() - deeper.from());
                    if (tag == SAN_DNS_TAG) {
                        hosts.alternative(deeper.bytes(), deeper.from(), deeper.to());
                    }
                }
            }
        }
        if (count > 0) {
            out.endList();
        }
    }

    private void addAddress(EventWriter out) {
        long high = 0;
        long low = 0;
        for (int i = deeper.from(); i < deeper.to(); i++) {
            high = high << 8 | low >>> 56;
            low = low << 8 | deeper.u8(i);
        }
        if (deeper.to() - deeper.from() == 4) {
            out.addAddress(0, IpAddress.lowOfIpv4((int) low));
        } else {
            out.addAddress(high, low);
        }
    }
}
