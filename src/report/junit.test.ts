import { describe, expect, it } from 'vitest';
import { contextOf, eventsOf, exchange, FAILURE, result } from './example.testing.ts';
import { junitReport } from './junit.ts';

const HOSTILE = 'says \u0000\u001b[31m<b>&"\ufffe\ud800';

describe('the junit report', () => {
  it('has one testcase per case, named by its id', () => {
    const results = [
      FAILURE,
      result('users/warn', 'warn', { level: 'SHOULD', reasons: [{ message: 'no Location' }] }),
      result('users/skip', 'skip', { reasons: [{ message: 'bulk.supported is false' }] }),
      result('users/blocked', 'blocked', { reasons: [{ message: 'users/create failed' }] }),
      result('users/error', 'error', { reasons: [{ message: HOSTILE }] }),
      result('users/known', 'known', { reasons: [{ message: 'wrong' }] }),
      result('users/pass', 'pass'),
    ];
    expect(junitReport(contextOf(eventsOf(results, [exchange(2)], { idps: ['okta'] })))).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="scimulate" tests="7" failures="1" errors="2" skipped="2" time="4.230">
  <properties>
    <property name="target" value="https://scim.example.com/scim/v2"/>
    <property name="tool" value="scimulate 0.1.0"/>
    <property name="seed" value="7"/>
    <property name="idps" value="okta"/>
  </properties>
  <testsuite name="patch-replace" tests="1" failures="1" errors="0" skipped="0" time="0.012">
    <testcase name="patch/replace/no-path-attribute-case" classname="patch-replace" time="0.012">
      <properties>
        <property name="level" value="MUST"/>
        <property name="cites" value="RFC7643-2.1-03"/>
        <property name="idps" value="okta"/>
        <property name="outcome" value="fail"/>
        <property name="title" value="Replace without a path sets every attribute it names, whatever the case of the name"/>
      </properties>
      <failure message="displayName is &quot;Babs&quot; but should be &quot;Barb&quot;" type="MUST">displayName is &quot;Babs&quot; but should be &quot;Barb&quot;
  at suites/rfc/patch-replace.yaml:9:18
active is &quot;True&quot; (string) but should be true (boolean)
  at suites/rfc/patch-replace.yaml:9:37</failure>
      <system-out>curl -i --globoff 'https://scim.example.com/scim/v2/Users/2819' -H 'Accept: application/scim+json' -H @&quot;$SCIMULATE_AUTH_HEADER&quot;</system-out>
    </testcase>
  </testsuite>
  <testsuite name="users" tests="6" failures="0" errors="2" skipped="2" time="0.072">
    <testcase name="users/warn" classname="users" time="0.012">
      <properties>
        <property name="level" value="SHOULD"/>
        <property name="outcome" value="warn"/>
        <property name="title" value="A sentence about users/warn"/>
      </properties>
      <system-out>warn: no Location</system-out>
    </testcase>
    <testcase name="users/skip" classname="users" time="0.012">
      <properties>
        <property name="level" value="MUST"/>
        <property name="outcome" value="skip"/>
        <property name="title" value="A sentence about users/skip"/>
      </properties>
      <skipped message="bulk.supported is false"/>
    </testcase>
    <testcase name="users/blocked" classname="users" time="0.012">
      <properties>
        <property name="level" value="MUST"/>
        <property name="outcome" value="blocked"/>
        <property name="title" value="A sentence about users/blocked"/>
      </properties>
      <error message="users/create failed" type="blocked">users/create failed</error>
    </testcase>
    <testcase name="users/error" classname="users" time="0.012">
      <properties>
        <property name="level" value="MUST"/>
        <property name="outcome" value="error"/>
        <property name="title" value="A sentence about users/error"/>
      </properties>
      <error message="says \ufffd\ufffd[31m&lt;b&gt;&amp;&quot;\ufffd\ufffd" type="error">says \ufffd\ufffd[31m&lt;b&gt;&amp;&quot;\ufffd\ufffd</error>
    </testcase>
    <testcase name="users/known" classname="users" time="0.012">
      <properties>
        <property name="level" value="MUST"/>
        <property name="outcome" value="known"/>
        <property name="title" value="A sentence about users/known"/>
      </properties>
      <skipped message="known failure: wrong"/>
    </testcase>
    <testcase name="users/pass" classname="users" time="0.012">
      <properties>
        <property name="level" value="MUST"/>
        <property name="outcome" value="pass"/>
        <property name="title" value="A sentence about users/pass"/>
      </properties>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  it('keeps line ends in attributes', () => {
    const results = [result('users/skip', 'skip', { reasons: [{ message: 'one\ntwo' }] })];
    expect(junitReport(contextOf(eventsOf(results)))).toContain('<skipped message="one&#10;two"/>');
  });
});
