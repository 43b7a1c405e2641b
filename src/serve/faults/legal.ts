/**
 * What was reported as a bug somewhere and breaks nothing that the RFCs ask for: no case may blame a server for it, so that
 * these are no faults. Each can be seen in the server itself or in one of its legal variations, which pass every case.
 */
import { reports } from './fault.ts';

export interface LegalHabit {
  /** As a fault would be called. */
  readonly id: string;
  /** What such a server does, as a sentence in the present tense. */
  readonly title: string;
  readonly links: readonly string[];
  /** The requirements (suites/requirements.json) that leave it open. */
  readonly allowedBy: readonly string[];
  readonly because: string;
  /** The legal variation that behaves so; without it, the server does as it is. */
  readonly variation?: string;
}

export const LEGAL_HABITS: readonly LegalHabit[] = [
  {
    id: 'put-duplicate-externalid-accepted',
    title: "Accepts a PUT with another user's externalId",
    links: reports('wireapp/wire-server#674'),
    allowedBy: ['RFC7643-3.1-14'],
    because: 'The client gives externalId, and its uniqueness is "none": a server need not look for others with it.',
  },
  {
    id: 'put-partial-name-clears-sibling',
    title: 'Clears the family name on a PUT with a given name alone, and keeps attributes that were left out',
    links: reports('Metatavu/keycloak-scim-server#106'),
    allowedBy: ['RFC7644-3.5.1-04'],
    because: 'What a PUT leaves out may be cleared or kept, each attribute as the server likes.',
    variation: 'put-keeps-omitted',
  },
  {
    id: 'group-accepts-nonexistent-member',
    title: 'Makes a group with a member whom nobody knows',
    links: reports('GluuFederation/SCIM-Client#43', 'powerhome/power-tools#424', 'kortix-ai/suna#7298'),
    allowedBy: ['RFC7643-2.3.7-03'],
    because: 'A server may, but need not, see to it that references lead somewhere.',
    variation: 'references-not-checked',
  },
];
