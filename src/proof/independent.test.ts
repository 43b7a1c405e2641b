import { startIndependentServer } from './independent-server.ts';
import { describeReview } from './review.testing.ts';

describeReview('scimmy', () => startIndependentServer('scimmy'));
