package io.auscult.core.protocol.krb;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class KrbFuzzTest {
    private final KrbParser udp = new KrbParser("krb");
    private final KrbParser tcp = new KrbParser("krb_tcp");
    private final KpasswdParser kpasswd = new KpasswdParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 88).runEveryWay(tcp);
        FuzzScript.probe(data, false, KrbProbe::probe);
    }

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 88).runEveryWay(udp);
        FuzzScript.probe(data, true, KrbProbe::probe);
    }

    @FuzzTest
    void passwords(byte[] data) {
        FuzzScript.of(data, false, 464).runEveryWay(kpasswd);
        FuzzScript.of(data, true, 464).runEveryWay(kpasswd);
        FuzzScript.probe(data, false, KpasswdParser::probe);
        FuzzScript.probe(data, true, KpasswdParser::probe);
    }
}
