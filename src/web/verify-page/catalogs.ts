import type { Catalog, Locale } from '#platform/languages';
import enCommon from '../messages/en/common.json' with { type: 'json' };
import enDossier from '../messages/en/dossier.json' with { type: 'json' };
import enPublic from '../messages/en/public.json' with { type: 'json' };
import enVerdict from '../messages/en/verdict.json' with { type: 'json' };
import faCommon from '../messages/fa/common.json' with { type: 'json' };
import faDossier from '../messages/fa/dossier.json' with { type: 'json' };
import faPublic from '../messages/fa/public.json' with { type: 'json' };
import faVerdict from '../messages/fa/verdict.json' with { type: 'json' };
import frCommon from '../messages/fr/common.json' with { type: 'json' };
import frDossier from '../messages/fr/dossier.json' with { type: 'json' };
import frPublic from '../messages/fr/public.json' with { type: 'json' };
import frVerdict from '../messages/fr/verdict.json' with { type: 'json' };

/** The same messages with which servers make dossiers: else the two could not be compared. */
export const catalogs: Readonly<Record<Locale, Catalog>> = {
  en: { ...enCommon, ...enPublic, ...enDossier },
  fr: { ...frCommon, ...frPublic, ...frDossier },
  fa: { ...faCommon, ...faPublic, ...faDossier },
};

/** What this page says itself; no dossier's version is made of it. */
export const ownCatalogs: Readonly<Record<Locale, Catalog>> = {
  en: { ...enCommon, ...enVerdict },
  fr: { ...frCommon, ...frVerdict },
  fa: { ...faCommon, ...faVerdict },
};
