import { RunSkeleton } from '../../../features/run/run-skeleton.tsx';

export default RunSkeleton;
