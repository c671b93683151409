package io.auscult.core.protocol.ldap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.protocol.FuzzScript;

class LdapFuzzTest {
    private final LdapParser parser = new LdapParser();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, LdapProbe.PORT).runEveryWay(parser);
        FuzzScript.probe(data, false, LdapProbe::probe);
    }

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, LdapProbe.PORT).runEveryWay(parser);
        FuzzScript.probe(data, true, LdapProbe::probe);
    }
}
