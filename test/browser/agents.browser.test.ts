import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { publishLetter } from '../letters/public-letter.ts';
import { textOfMail } from '../mail/catch-mails.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import { openLetterHouse, withoutScripts, type LetterHouse } from './letter-house.ts';

let world: LetterHouse;
let letter: string;

beforeAll(async () => {
  world = await openLetterHouse();
  const { house, author, second, openPage } = world;
  letter = await publishLetter(house.house.database.main.db, author.actor, second.actor);
  const page = await openPage(author, `/desk/letters/${letter}/signing`);
  await page.getByRole('button', { name: 'Open signing' }).click();
  await page.getByText('Confirmed', { exact: true }).waitFor();
});
afterAll(() => world?.close());
afterEach(() => world.closePages());

/** The path of the link in the last mail to somebody. */
async function linkFor(address: string, kind: 'agent' | 'signature'): Promise<string> {
  const found = () =>
    world.mails.caught
      .filter(({ source }) => source.includes(`To: ${address}`))
      .map(
        ({ source }) => new RegExp(`http://\\S+/${kind}/\\S+`, 'u').exec(textOfMail(source))?.[0],
      )
      .findLast((url) => url !== undefined);
  await expect.poll(found, { timeout: 30_000 }).toBeDefined();
  return new URL(found() ?? '').pathname;
}

test('an agent is named, signs by a mandate, is told apart on the list; the person disowns it', async () => {
  const { house, author, openPage } = world;
  const page = await openPage(author, `/desk/letters/${letter}/invitations`);
  await page.getByLabel('Paste the rows here').fill('name,mail\nAda Example,ada@example.org\n');
  await page.getByRole('button', { name: 'Bring in, send nothing' }).click();
  await page.getByRole('link', { name: 'Ada Example' }).click();
  await page.getByLabel('Name of the agent').fill('Ben Agent');
  await page.getByLabel('E-mail address of the agent').fill('ada@example.org');
  await page.getByRole('button', { name: 'Name the agent and write to them' }).click();
  await page.getByText('of their own.').first().waitFor();
  await page.getByLabel('E-mail address of the agent').fill('ben@agents.example');
  await page.getByRole('button', { name: 'Name the agent and write to them' }).click();
  await page.getByText('ben@agents.example').waitFor();
  await expectAccessible(page);

  // Whoever finds the link is told nothing of anybody.
  const link = await linkFor('ben@agents.example', 'agent');
  const seen = await fetch(`${house.origin}${link}`);
  expect(await seen.text()).not.toMatch(/Ada Ex|Ben Agent|ada@|We ask for help|<script/u);
  expect(seen.headers.get('Cache-Control')).toBe('no-store');

  const agent = await openPage(undefined, link, withoutScripts);
  const watch = watchPage(agent, house.origin);
  await expectAccessible(await openPage(undefined, link));
  await agent.getByRole('button', { name: 'Open it' }).click();
  await agent.getByRole('heading', { name: 'Sign for Ada Example' }).waitFor();
  expect(await agent.content()).not.toContain('ada@example.org');
  await agent.getByRole('radio', { name: /^With their name/ }).check();
  await agent.getByLabel('What you were told').fill('Yes, sign it for me.');
  await agent.getByRole('button', { name: 'Sign for them' }).click();
  await agent.getByText('On which day were you told?').first().waitFor();
  expect(await agent.getByLabel('What you were told').inputValue()).toBe('Yes, sign it for me.');
  await agent.getByLabel('On which day').fill('2026-01-05');
  await agent.getByLabel('How', { exact: true }).selectOption('by-phone');
  await agent.getByRole('checkbox', { name: /^They have asked me/ }).check();
  await agent.getByRole('checkbox', { name: /^They agree that what I chose/ }).check();
  await agent.getByRole('button', { name: 'Sign for them' }).click();
  await agent.getByRole('heading', { name: 'Signed' }).waitFor();
  expect(await agent.content()).not.toContain('/signature/');
  watch.expectNoThirdPartyRequests();

  await agent.goto(`${house.origin}/en/letters/${letter}/signatures`);
  const line = agent.getByRole('listitem').filter({ hasText: 'Ada Example' });
  await line.getByText('signed by their agent').waitFor();
  expect(await agent.content()).not.toMatch(/Ben Agent|sign it for me/u);

  const own = await openPage(undefined, await linkFor('ada@example.org', 'signature'));
  await own.getByRole('button', { name: 'I have confirmed before' }).click();
  await own.getByText('Yes, sign it for me.').waitFor();
  await own.getByRole('heading', { name: 'Signed for you by Ben Agent' }).waitFor();
  await expectAccessible(own);
  await page.reload();
  await page.getByText('Yes, sign it for me.').waitFor();
  await own.goto(own.url());
  await own.locator('form#disowned button').click();
  await agent.goto(`${house.origin}${link}`);
  await agent.getByRole('button', { name: 'Open it' }).click();
  await agent.getByRole('heading', { name: 'This link leads to nothing' }).waitFor();
  expect(house.logged()).not.toMatch(/Ada Example|Ben Agent|@agents|sign it for me/u);
});

test('who is no agent of somebody is deleted by one button', async () => {
  const { author, openPage } = world;
  const page = await openPage(author, `/desk/letters/${letter}/invitations`);
  const table = 'name,agent,agent mail\nCy Example,Dee Agent,dee@agents.example\n';
  await page.getByLabel('Paste the rows here').fill(table);
  await page.getByRole('button', { name: 'Bring in, send nothing' }).click();
  await page.getByRole('button', { name: 'Send one invitation' }).click();
  const agent = await openPage(undefined, await linkFor('dee@agents.example', 'agent'));
  await agent.getByRole('button', { name: 'I am not their agent: delete me' }).click();
  await agent.getByRole('heading', { name: 'Deleted' }).waitFor();
  await page.getByRole('link', { name: 'Cy Example' }).click();
  await page.getByLabel('Name of the agent').waitFor();
  expect(await page.content()).not.toContain('Dee Agent');
});
