package io.auscult.core.protocol.dns;

import io.auscult.core.protocol.CodeNames;

/** Code points of DNS and their names, from the files beside this class. Immutable. */
final class DnsCodes {
    static final CodeNames TYPES = CodeNames.load(DnsCodes.class, "types.tsv", "query-");
    static final CodeNames CLASSES = CodeNames.load(DnsCodes.class, "classes.tsv", "qclass-");
    static final CodeNames RCODES = CodeNames.load(DnsCodes.class, "rcodes.tsv", "rcode-");
    static final CodeNames OPCODES = CodeNames.load(DnsCodes.class, "opcodes.tsv", "opcode-");
    static final CodeNames NETBIOS_OPCODES = CodeNames.load(DnsCodes.class, "netbios-opcodes.tsv", "netbios-opcode-");

    static final int A = 1;
    static final int NS = 2;
    static final int CNAME = 5;
    static final int SOA = 6;
    static final int WKS = 11;
    static final int PTR = 12;
    static final int HINFO = 13;
    static final int MX = 15;
    static final int TXT = 16;
    static final int AAAA = 28;
    static final int LOC = 29;
    /** NIMLOC by the register, NB of the NetBIOS name service in practice. */
    static final int NB = 32;

    static final int SRV = 33;
    static final int NAPTR = 35;
    static final int A6 = 38;
    static final int DNAME = 39;
    static final int OPT = 41;
    static final int DS = 43;
    static final int SSHFP = 44;
    static final int RRSIG = 46;
    static final int NSEC = 47;
    static final int DNSKEY = 48;
    static final int NSEC3 = 50;
    static final int NSEC3PARAM = 51;
    static final int SVCB = 64;
    static final int HTTPS = 65;
    static final int SPF = 99;
    static final int TKEY = 249;
    static final int TSIG = 250;
    static final int ANY = 255;
    static final int CAA = 257;
    static final int BINDS = 65534;

    static final int CLASS_NONE = 254;
    static final int CLASS_ANY = 255;

    static final int OPCODE_QUERY = 0;
    static final int OPCODE_UPDATE = 5;

    static final int PORT = 53;
    static final int NETBIOS_PORT = 137;
    static final int MDNS_PORT = 5353;
    static final int LLMNR_PORT = 5355;

    private DnsCodes() {}

    static boolean isUsualPort(int port) {
        return port == PORT || port == NETBIOS_PORT || port == MDNS_PORT || port == LLMNR_PORT;
    }
}
