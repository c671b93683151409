package io.auscult.core.protocol.ntlm;

import io.auscult.core.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Messages of NTLMSSP for tests, put together as [MS-NLMP] 2.2.1 says. */
public final class NtlmBytes {
    private static final int UNICODE = 0x1;
    private static final int TARGET_INFO = 0x0080_0000;
    private static final int VERSION = 0x0200_0000;
    public static final int SIGN_AND_SEAL = 0x30;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private final int headLength;

    private NtlmBytes(int type, int headLength) {
        this.headLength = headLength;
        head.writeBytes("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII));
        u32(type);
    }

    public static byte[] negotiate() {
        NtlmBytes message = new NtlmBytes(1, 40);
        message.u32(UNICODE | VERSION);
        message.field(new byte[0]);
        message.field(new byte[0]);
        return message.version(10, 0, 19041).done();
    }

    public static byte[] challenge(String challengeHex, String netBios, String dns, String tree) {
        NtlmBytes message = new NtlmBytes(2, 56);
        message.field(utf16("DOMAIN"));
        message.u32(UNICODE | TARGET_INFO | VERSION | SIGN_AND_SEAL);
        message.head.writeBytes(Bytes.hex(challengeHex));
        message.head.writeBytes(new byte[8]);
        ByteArrayOutputStream pairs = new ByteArrayOutputStream();
        pairs.writeBytes(pair(2, utf16("DOMAIN")));
        pairs.writeBytes(pair(1, utf16(netBios)));
        pairs.writeBytes(pair(4, utf16("domain.test")));
        pairs.writeBytes(pair(3, utf16(dns)));
        pairs.writeBytes(pair(5, utf16(tree)));
        pairs.writeBytes(pair(0, new byte[0]));
        message.field(pairs.toByteArray());
        return message.version(6, 1, 7601).done();
    }

    /** @param ntResponse of 0, 24 or more bytes, as the version of NTLM has it */
    public static byte[] authenticate(String domain, String user, String workstation, byte[] ntResponse) {
        NtlmBytes message = new NtlmBytes(3, 88);
        message.field(new byte[ntResponse.length == 0 ? 1 : 24]);
        message.field(ntResponse);
        message.field(utf16(domain));
        message.field(utf16(user));
        message.field(utf16(workstation));
        message.field(new byte[16]);
        message.u32(UNICODE | VERSION | SIGN_AND_SEAL);
        message.version(10, 0, 19041);
        message.head.writeBytes(new byte[16]);
        return message.done();
    }

    /** An NTLMv2 response that names its target and says that there is a MIC. */
    public static byte[] response2(String target) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[44]);
        out.writeBytes(pair(6, new byte[] {2, 0, 0, 0}));
        out.writeBytes(pair(10, new byte[16]));
        out.writeBytes(pair(9, utf16(target)));
        out.writeBytes(pair(0, new byte[0]));
        return out.toByteArray();
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static byte[] pair(int kind, byte[] value) {
        return new Bytes()
                .u8(kind, 0, value.length & 0xFF, value.length >> 8)
                .bytes(value)
                .done();
    }

    private void u32(int value) {
        head.writeBytes(
                new Bytes().u8(value, value >> 8, value >> 16, value >>> 24).done());
    }

    private void field(byte[] content) {
        int place = headLength + tail.size();
        head.writeBytes(new Bytes()
                .u8(content.length, content.length >> 8, content.length, content.length >> 8)
                .done());
        u32(place);
        tail.writeBytes(content);
    }

    private NtlmBytes version(int major, int minor, int build) {
        head.writeBytes(
                new Bytes().u8(major, minor, build, build >> 8, 0, 0, 0, 15).done());
        return this;
    }

    private byte[] done() {
        if (head.size() != headLength) {
            throw new IllegalStateException("head: " + head.size() + " (expected: " + headLength + ")");
        }
        return new Bytes().bytes(head.toByteArray()).bytes(tail.toByteArray()).done();
    }
}
