package io.auscult.rules.sigma;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;

/** Whether a text is an IPv4 address of a network. */
final class Ipv4Test extends TextTest {
    private final Network network;

    Ipv4Test(Network network) {
        this.network = network;
    }

    @Override
    boolean passes(byte[] bytes, int at, int length) {
        int bits = 0;
        int octet = -1;
        int octets = 0;
        for (int i = 0; i <= length; i++) {
            byte b = i < length ? bytes[at + i] : (byte) '.';
            if (b >= '0' && b <= '9' && octet < 26) {
                octet = Math.max(octet, 0) * 10 + b - '0';
            } else if (b == '.' && octet >= 0 && octet < 256 && octets < 4) {
                bits = bits << 8 | octet;
                octets++;
                octet = -1;
            } else {
                return false;
            }
        }
        return octets == 4 && network.contains(0, IpAddress.lowOfIpv4(bits));
    }
}
